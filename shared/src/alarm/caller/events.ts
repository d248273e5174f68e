// Two on one alarm: who came to telephone, who left, who changed places.
import * as z from 'zod';
import { staffMember } from '../../staff-member.ts';

export const callerEvents = [
  z.object({ type: z.literal('CallerJoined'), data: z.object({ by: staffMember }) }),
  z.object({
    type: z.literal('CallerLeft'),
    data: z.object({ by: staffMember, why: z.enum(['left', 'desk-lost']) }),
  }),
  z.object({
    type: z.literal('RolesSwapped'),
    data: z.object({ owner: staffMember, caller: staffMember }),
  }),
] as const;
