// What was judged of it: that it is real, that nobody can tell, that it may be called harmless.
import * as z from 'zod';
import { staffMember } from '../../staff-member.ts';

const at = z.iso.datetime();

export const verificationBasis = z.enum([
  'sound',
  'person-on-site',
  'several-buttons',
  'duress-word',
  'camera',
]);
export type VerificationBasis = z.infer<typeof verificationBasis>;

/** Grounds on which a duress may be called harmless. Silence or a lost line is never one of them. */
export const harmlessGround = z.enum(['code-word', 'trusted-person', 'second-person']);
export type HarmlessGround = z.infer<typeof harmlessGround>;

export const verification = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('open'),
    /** Set once a judgement was withdrawn: from then on it is waited for again. */
    since: at.optional(),
  }),
  z.object({
    status: z.literal('verified'),
    basis: verificationBasis,
    /** Where in the sound it can be heard; the release before did not ask. */
    audioMoment: at.nullable().optional(),
    by: staffMember,
    at,
  }),
  z.object({ status: z.literal('unverifiable'), by: staffMember, at }),
  z.object({
    status: z.literal('false-pending'),
    ground: harmlessGround,
    by: staffMember,
    at,
  }),
]);
export type Verification = z.infer<typeof verification>;
