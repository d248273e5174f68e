// Erasing what was said of it. Asked by what keeps the centre's terms, and at the machine itself.
import * as z from 'zod';
import { contentTerm, erasedBecause } from './state.ts';

export const erasingCommands = {
  bySystem: [
    z.object({
      type: z.literal('EraseContent'),
      why: erasedBecause,
      /** Where it is because a term is over: which. */
      term: contentTerm.optional(),
    }),
  ],
} as const;
