// Which of the plan's steps were done or skipped.
import * as z from 'zod';
import { staffMember } from '../../staff-member.ts';

export const planEvents = [
  z.object({
    type: z.literal('StepCompleted'),
    data: z.object({ by: staffMember, stepId: z.string() }),
  }),
  z.object({
    type: z.literal('StepSkipped'),
    data: z.object({ by: staffMember, stepId: z.string() }),
    personal: z.object({ reason: z.string() }).nullable(),
  }),
] as const;
