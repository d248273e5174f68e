// That it was closed or proposed to be, and opened again.
import * as z from 'zod';
import { staffMember } from '../../staff-member.ts';
import { closing } from './state.ts';

export const closingEvents = [
  z.object({
    type: z.literal('ClosingProposed'),
    data: closing.omit({ at: true }),
    personal: z.object({ summary: z.string() }).nullable(),
  }),
  z.object({
    type: z.literal('AlarmClosed'),
    data: closing.omit({ at: true }).extend({ confirmedBy: staffMember.nullable() }),
    personal: z.object({ summary: z.string() }).nullable(),
  }),
  z.object({
    type: z.literal('AlarmReopened'),
    data: z.object({ by: staffMember }),
    personal: z.object({ reason: z.string() }).nullable(),
  }),
] as const;
