// What happened to somebody's account, a sentence a line. Complete by type.
import type { SystemPart } from '@achterwacht/shared/actor.ts';
import type { MemberFactType } from '@achterwacht/shared/member/fact-types.ts';
import type { MemberHistoryLine } from '@achterwacht/shared/routes/people.ts';
import { m } from '../paraglide/messages.js';
import { dateText } from '../time/format.ts';
import { roleWords } from '../words.ts';
import { paperWords, seenWords, wayWords } from './people-words.ts';

const factWords = {
  MemberInvited: m.member_invited,
  MemberEntered: m.member_entered,
  MemberTakenOver: m.member_taken_over,
  InvitationRenewed: m.member_invitation_renewed,
  InvitationWithdrawn: m.member_invitation_withdrawn,
  InvitationEnded: m.member_invitation_ended,
  InvitationAccepted: m.member_invitation_accepted,
  MemberChanged: m.member_changed,
  MemberSuspended: m.member_suspended,
  MemberRestored: m.member_restored,
  MemberEnded: m.member_ended,
  SessionsEnded: m.member_sessions_ended,
  PaperRecorded: m.member_paper_recorded,
  PaperTakenOut: m.member_paper_taken_out,
  PaperEndNear: m.member_paper_end_near,
  FactorResetAsked: m.member_reset_asked,
  FactorResetApproved: m.member_reset_approved,
  FactorResetWithdrawn: m.member_reset_withdrawn,
  FactorResetEnded: m.member_reset_ended,
  RecoveryCodeWrong: m.member_recovery_wrong,
  FactorsReset: m.member_factors_reset,
} satisfies Record<MemberFactType, () => string>;

export const changedWords = {
  name: m.people_name,
  email: m.people_email,
  role: m.people_role,
  municipality: m.people_municipality,
} satisfies Record<NonNullable<MemberHistoryLine['changed']>[number], () => string>;

/** What, and as far as there is more to say: which, how, until when, why. */
export function historyText(line: MemberHistoryLine): string {
  const more = [
    line.changed?.map((field) => changedWords[field]().toLowerCase()).join(', '),
    line.role && roleWords[line.role](),
    line.municipality,
    line.way && wayWords[line.way]().toLowerCase(),
    line.paper && paperWords[line.paper](),
    line.expires && m.people_paper_until({ at: dateText(line.expires) }),
    line.seen && seenWords[line.seen]().toLowerCase(),
    line.reason,
  ].filter(Boolean);
  return [factWords[line.what](), more.join(', ')].filter(Boolean).join(': ');
}

export const byText = ({ by }: MemberHistoryLine) =>
  'name' in by ? by.name : (byPart[by.part] ?? m.member_by_system)();

/** Whoever uses a link or a code is nobody's name yet: his log-in is made, or made new, by it. */
const byPart: Partial<Record<SystemPart, () => string>> = {
  'command-line': m.member_by_machine,
  'log-in': m.member_by_log_in,
};
