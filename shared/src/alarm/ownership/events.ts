// Who had it: from the first desk that showed it on.
import * as z from 'zod';
import { staffMember } from '../../staff-member.ts';

export const ownershipEvents = [
  z.object({ type: z.literal('AlarmPresented'), data: z.object({ to: staffMember }) }),
  z.object({
    type: z.literal('AlarmClaimed'),
    data: z.object({
      by: staffMember,
      /** Who had it until then; whoever took it was asked to. */
      from: staffMember.optional(),
    }),
  }),
  z.object({
    type: z.literal('AlarmReleased'),
    data: z.object({ from: staffMember, why: z.enum(['given-back', 'owner-lost']) }),
  }),
  z.object({
    type: z.literal('AlarmTakenOver'),
    data: z.object({ from: staffMember, by: staffMember }),
    personal: z.object({ reason: z.string() }).nullable(),
  }),
  z.object({
    type: z.literal('AlarmParked'),
    data: z.object({ by: staffMember, until: z.iso.datetime(), reason: z.string() }),
  }),
  z.object({
    type: z.literal('AlarmUnparked'),
    data: z.object({ why: z.enum(['ended', 'taken']) }),
  }),
] as const;
