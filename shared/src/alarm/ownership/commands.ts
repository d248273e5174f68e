// Who takes it, gives it back or puts it away; and what is told of desks: that one shows it, that its owner's is gone.
import * as z from 'zod';
import { reasonText } from '../../command-text.ts';

export const ownershipCommands = {
  byPerson: [
    z.object({
      type: z.literal('Claim'),
      expectedVersion: z.int().positive(),
      /** Hears it from the same moment on: one decision, so that sound waits for no second question. */
      listens: z.boolean().optional(),
    }),
    z.object({ type: z.literal('Release') }),
    /** `listens` as with a claim: with who had it goes his ear, and no second passes without one. */
    z.object({
      type: z.literal('TakeOver'),
      reason: reasonText,
      listens: z.boolean().optional(),
    }),
    z.object({ type: z.literal('Park'), until: z.iso.datetime(), reason: reasonText }),
    z.object({ type: z.literal('Unpark') }),
  ],
  bySystem: [
    z.object({ type: z.literal('ReportPresented') }),
    z.object({ type: z.literal('OwnerLost'), userId: z.uuid() }),
  ],
} as const;
