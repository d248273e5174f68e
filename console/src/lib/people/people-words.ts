// What is said of somebody who may log in. Complete by type.
import type {
  IdentitySeen,
  InvitationWay,
  MemberStatus,
  PaperKind,
} from '@achterwacht/shared/member/kinds.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import type { MemberSummary } from '@achterwacht/shared/routes/people.ts';
import { m } from '../paraglide/messages.js';
import { dayAndTime } from '../time/format.ts';
import { roleWords } from '../words.ts';

type Words<Code extends string> = Record<Code, () => string>;

export const statusWords = {
  invited: m.people_status_invited,
  active: m.people_status_active,
  suspended: m.people_status_suspended,
  ended: m.people_status_ended,
} satisfies Words<MemberStatus>;

export const papersWords = {
  'in-order': m.people_papers_in_order,
  missing: m.people_papers_missing,
  soon: m.people_papers_soon,
  expired: m.people_papers_expired,
} satisfies Words<NonNullable<MemberSummary['papers']>>;

export const paperWords = {
  'police-permission': m.people_paper_police_permission,
  pass: m.people_paper_pass,
  diploma: m.people_paper_diploma,
  secrecy: m.people_paper_secrecy,
} satisfies Words<PaperKind>;

export const seenWords = {
  'in-person': m.people_seen_in_person,
  'document-on-video': m.people_seen_document_on_video,
  'known-colleague': m.people_seen_known_colleague,
} satisfies Words<IdentitySeen>;

export const wayWords = {
  mail: m.people_way_mail,
  printed: m.people_way_printed,
} satisfies Words<InvitationWay>;

/** Whose data were erased has no name any more. */
export const nameOf = ({ name }: { name: string | null }) => name ?? m.people_erased();

export const roleAndPlace = ({
  role,
  municipality,
}: Pick<MemberSummary, 'role' | 'municipality'>) =>
  [roleWords[role](), municipality?.name].filter(Boolean).join(', ');

/** By what he logs in beside his password. */
export function factorsText({
  factors: { passkeys, codes },
}: Pick<MemberSummary, 'factors'>): string {
  const ways = [
    passkeys > 0 ? m.people_factor_passkeys({ count: passkeys }) : null,
    codes ? m.people_factor_codes() : null,
  ].filter(Boolean);
  return ways.length > 0 ? ways.join(', ') : m.people_factor_none();
}

export const lastLogInText = ({ lastLogInAt }: Pick<MemberSummary, 'lastLogInAt'>) =>
  lastLogInAt === null ? m.people_never() : dayAndTime(lastLogInAt);

/** In the order in which a centre is staffed. */
export const rolesToInvite: readonly Role[] = [
  'centralist',
  'supervisor',
  'administrator',
  'oov-officer',
  'griffier',
  'secretary',
  'manager',
  'carer',
  'holder',
  'supplier',
  'auditor',
];
