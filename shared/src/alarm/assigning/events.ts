// Who was asked to take it, and by whom; that he will not, or need not. That he did is a claim.
import * as z from 'zod';
import { staffMember } from '../../staff-member.ts';

export const assigningEvents = [
  z.object({
    type: z.literal('AlarmAssigned'),
    data: z.object({ to: staffMember, by: staffMember }),
  }),
  z.object({
    type: z.literal('AssignmentEnded'),
    data: z.object({ to: staffMember, by: staffMember, why: z.enum(['declined', 'taken-back']) }),
  }),
] as const;
