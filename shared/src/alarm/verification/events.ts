// What was judged of it, by whom, and what took a judgement back.
import * as z from 'zod';
import { staffMember } from '../../staff-member.ts';
import { verificationBasis, harmlessGround } from './state.ts';

export const verificationEvents = [
  z.object({
    type: z.literal('AlarmVerified'),
    data: z.object({
      by: staffMember,
      basis: verificationBasis,
      audioMoment: z.iso.datetime().nullable().optional(),
    }),
    personal: z.object({ note: z.string() }).nullable(),
  }),
  z.object({
    type: z.literal('AlarmJudgedUnverifiable'),
    data: z.object({ by: staffMember }),
    personal: z.object({ note: z.string() }).nullable(),
  }),
  z.object({
    type: z.literal('FalseAlarmProposed'),
    data: z.object({ by: staffMember, ground: harmlessGround }),
    personal: z.object({ note: z.string() }).nullable(),
  }),
  z.object({
    type: z.literal('VerificationWithdrawn'),
    data: z.object({ why: z.enum(['by-centralist', 'new-signal']) }),
    personal: z.object({ reason: z.string() }).nullable(),
  }),
] as const;
