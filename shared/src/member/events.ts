// What became of a member. What is about him as a person stands in `personal`, which the log keeps sealed.
import * as z from 'zod';
import { language } from '../language.ts';
import { role } from '../roles.ts';
import { staffMember } from '../staff-member.ts';
import { identitySeen, invitationWay, paper, paperKind } from './kinds.ts';

const at = z.iso.datetime();
/** Null: a part of the system; the event's actor says which. */
const by = staffMember.nullable();
const placed = { role, municipalityId: z.uuid().nullable() };
const named = z.object({ name: z.string(), email: z.string() }).nullable();
const reason = z.object({ reason: z.string().nullable() }).nullable();
const invitation = z.object({
  id: z.uuid(),
  hash: z.string(),
  way: invitationWay,
  /** Chosen by whoever invited. */
  language: language.optional(),
  expiresAt: at,
});

export const changedField = z.enum(['name', 'email', 'role', 'municipality']);

export const memberFact = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('MemberInvited'),
    data: z.object({ centreId: z.uuid(), ...placed, by, invitation }),
    personal: named,
  }),
  z.object({
    type: z.literal('MemberEntered'),
    data: z.object({ centreId: z.uuid(), ...placed }),
    personal: named,
  }),
  /** As he stood in his row, where a release that kept no history of members wrote. */
  z.object({
    type: z.literal('MemberTakenOver'),
    data: z.object({ centreId: z.uuid(), ...placed }),
    personal: named,
  }),
  z.object({ type: z.literal('InvitationRenewed'), data: z.object({ by, invitation }) }),
  z.object({ type: z.literal('InvitationWithdrawn'), data: z.object({ by }) }),
  z.object({ type: z.literal('InvitationEnded'), data: z.object({ due: at }) }),
  z.object({ type: z.literal('InvitationAccepted'), data: z.object({}) }),
  z.object({
    type: z.literal('MemberChanged'),
    data: z.object({ by, ...placed, changed: z.array(changedField) }),
    personal: named,
  }),
  z.object({ type: z.literal('MemberSuspended'), data: z.object({ by }), personal: reason }),
  z.object({ type: z.literal('MemberRestored'), data: z.object({ by }) }),
  z.object({ type: z.literal('MemberEnded'), data: z.object({ by }), personal: reason }),
  z.object({ type: z.literal('SessionsEnded'), data: z.object({ by }) }),
  z.object({
    type: z.literal('PaperRecorded'),
    data: z.object({ by, kind: paperKind, paper }),
    personal: z.object({ number: z.string().nullable() }).nullable(),
  }),
  z.object({ type: z.literal('PaperTakenOut'), data: z.object({ by, kind: paperKind }) }),
  z.object({
    type: z.literal('PaperEndNear'),
    data: z.object({ due: at, kind: paperKind, expires: z.iso.date(), days: z.int() }),
  }),
  z.object({
    type: z.literal('FactorResetAsked'),
    data: z.object({ by, seen: identitySeen, expiresAt: at }),
  }),
  z.object({
    type: z.literal('FactorResetApproved'),
    data: z.object({ by, codeHash: z.string(), expiresAt: at }),
  }),
  z.object({ type: z.literal('FactorResetWithdrawn'), data: z.object({ by }) }),
  z.object({ type: z.literal('FactorResetEnded'), data: z.object({ due: at }) }),
  /** The last one that is borne ends the reset. */
  z.object({ type: z.literal('RecoveryCodeWrong'), data: z.object({ left: z.int() }) }),
  z.object({ type: z.literal('FactorsReset'), data: z.object({}) }),
]);
export type MemberFact = z.infer<typeof memberFact>;
