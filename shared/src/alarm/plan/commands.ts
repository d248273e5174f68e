// Doing the plan's steps, or skipping one for a reason.
import * as z from 'zod';
import { reasonText } from '../../command-text.ts';

export const planCommands = {
  byPerson: [
    z.object({ type: z.literal('CompleteStep'), stepId: z.string().max(60) }),
    z.object({ type: z.literal('SkipStep'), stepId: z.string().max(60), reason: reasonText }),
  ],
} as const;
