// That a deadline's moment has come.
import * as z from 'zod';
import { deadlineKind } from './state.ts';

export const deadlinesCommands = {
  bySystem: [
    z.object({
      type: z.literal('DeadlineReached'),
      kind: deadlineKind,
      revision: z.int().positive(),
    }),
  ],
} as const;
