// Closing it, and opening it again.
import * as z from 'zod';
import { anyText, reasonText } from '../../command-text.ts';
import { outcome } from '../outcome.ts';

export const closingCommands = {
  byPerson: [
    z.object({
      type: z.literal('Close'),
      expectedVersion: z.int().positive(),
      outcome,
      needless: z.boolean(),
      summary: anyText(4000),
    }),
    z.object({ type: z.literal('Reopen'), reason: reasonText }),
  ],
} as const;
