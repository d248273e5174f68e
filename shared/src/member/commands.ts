// What somebody asks about a member.
import * as z from 'zod';
import { language } from '../language.ts';
import { role } from '../roles.ts';
import { identitySeen, invitationWay, paper, paperKind } from './kinds.ts';
import { memberDeadlineKinds } from './state.ts';

const placed = { role, municipalityId: z.uuid().nullable() };
const named = { name: z.string(), email: z.string() };
/** Its secret was made by whoever asks; here comes the hash. */
const invitation = {
  invitationId: z.uuid(),
  hash: z.string(),
  way: invitationWay,
  /** Chosen by whoever invites; without it that of where he belongs. */
  language: language.optional(),
};
const reason = z.string().nullable();

export const memberCommand = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('InviteMember'),
    centreId: z.uuid(),
    ...placed,
    ...named,
    ...invitation,
  }),
  /** Without an invitation: whoever asks gives him his first password. */
  z.object({ type: z.literal('EnterMember'), centreId: z.uuid(), ...placed, ...named }),
  z.object({ type: z.literal('RenewInvitation'), ...invitation }),
  z.object({ type: z.literal('WithdrawInvitation') }),
  z.object({ type: z.literal('AcceptInvitation'), hash: z.string() }),
  z.object({
    type: z.literal('ChangeMember'),
    /** Null: of whatever stands there now. */
    expectedVersion: z.int().positive().nullable(),
    ...placed,
    ...named,
  }),
  z.object({ type: z.literal('SuspendMember'), reason }),
  z.object({ type: z.literal('RestoreMember') }),
  z.object({ type: z.literal('EndMember'), reason }),
  z.object({ type: z.literal('EndSessions') }),
  z.object({
    type: z.literal('RecordPaper'),
    kind: paperKind,
    paper: paper.extend({ number: z.string().nullable() }).nullable(),
  }),
  z.object({ type: z.literal('AskFactorReset'), seen: identitySeen }),
  z.object({ type: z.literal('ApproveFactorReset'), codeHash: z.string() }),
  z.object({ type: z.literal('WithdrawFactorReset') }),
  z.object({ type: z.literal('UseRecoveryCode'), codeHash: z.string() }),
  z.object({
    type: z.literal('DeadlineReached'),
    kind: z.enum(memberDeadlineKinds),
    revision: z.int(),
  }),
]);
export type MemberCommand = z.infer<typeof memberCommand>;
