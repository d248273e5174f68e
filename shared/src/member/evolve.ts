// A member after one more event of him.
import { actedUntil, settled, type Moments } from '../deadlines.ts';
import type { Dated } from '../subject.ts';
import type { MemberFact } from './events.ts';
import { needsPapers, type Paper, type PaperKind } from './kinds.ts';
import { nextWarning } from './papers.ts';
import type { Member, MemberDeadlineKind } from './state.ts';

/** Raised when the same events fold to something else: rows are then folded anew. */
export const memberFoldVersion = 2;

export type MemberEvent = MemberFact & Dated & { memberId: string };
type EventOf<T extends MemberFact['type']> = Extract<MemberEvent, { type: T }>;
/** With what somebody's history can begin. */
const beginnings = ['MemberInvited', 'MemberEntered', 'MemberTakenOver'] as const;
type Beginning = (typeof beginnings)[number];
type Folds = {
  [T in Exclude<MemberFact['type'], Beginning>]: (member: Member, event: EventOf<T>) => Member;
};

const folds: Folds = {
  InvitationRenewed: (member, { data: { by, invitation }, at }) => ({
    ...member,
    invitation: { ...invitation, by: by?.id ?? null, at },
  }),
  InvitationWithdrawn: (member) => ({ ...member, status: 'ended', invitation: null }),
  InvitationEnded: (member, { data: { due } }) => acted(member, 'invitation-end', due),
  InvitationAccepted: (member, { at }) => ({
    ...member,
    status: 'active',
    invitation: null,
    letIn: { by: member.invitation?.by ?? null, at },
  }),
  MemberChanged: (member, { data: { by, role, municipalityId, changed }, personal, at }) => ({
    ...member,
    role,
    municipalityId,
    // Whoever gives an open invitation another address may be its first reader.
    invitation: member.invitation && { ...member.invitation, by: by?.id ?? null },
    letIn: changed.includes('role') ? { by: by?.id ?? null, at } : member.letIn,
    // Whoever may do something else begins anew.
    sessionsEndedAt:
      changed.includes('role') || changed.includes('municipality') ? at : member.sessionsEndedAt,
    personal: member.personal && personal && { ...member.personal, ...personal },
  }),
  MemberSuspended: (member, { data: { by }, personal, at }) => ({
    ...member,
    status: 'suspended',
    suspended: { by, at },
    reset: null,
    sessionsEndedAt: at,
    personal: member.personal && { ...member.personal, reason: personal?.reason ?? null },
  }),
  MemberRestored: (member) => ({
    ...member,
    status: 'active',
    suspended: null,
  }),
  MemberEnded: (member, { personal, at }) => ({
    ...member,
    status: 'ended',
    reset: null,
    sessionsEndedAt: at,
    personal: member.personal && { ...member.personal, reason: personal?.reason ?? null },
  }),
  SessionsEnded: (member, { at }) => ({ ...member, sessionsEndedAt: at }),
  PaperRecorded: (member, { data: { kind, paper }, personal, at }) => ({
    ...member,
    // Whoever records one sees when it ends: what should have been said before is not said now.
    passed: { ...member.passed, [deadlineOf(kind)]: at },
    papers: { ...member.papers, [kind]: paper },
    takenOut: without(member.takenOut, kind),
    personal: withNumber(member.personal, kind, personal?.number ?? null),
  }),
  PaperTakenOut: (member, { data: { kind } }) => ({
    ...member,
    papers: without(member.papers, kind),
    takenOut: { ...member.takenOut, ...lastDayOf(member.papers[kind], kind) },
  }),
  PaperEndNear: (member, { data: { kind, due } }) => acted(member, deadlineOf(kind), due),
  FactorResetAsked: (member, { data: { by: askedBy, ...asked }, at: askedAt }) => ({
    ...member,
    reset: { askedBy, askedAt, ...asked, approved: null, wrongCodes: 0 },
  }),
  FactorResetApproved: (member, { data: { by, codeHash, expiresAt }, at }) => ({
    ...member,
    reset: member.reset && { ...member.reset, expiresAt, approved: { by, at, codeHash } },
  }),
  FactorResetWithdrawn: (member) => ({ ...member, reset: null }),
  FactorResetEnded: (member, { data: { due } }) => ({
    ...acted(member, 'reset-end', due),
    reset: null,
  }),
  RecoveryCodeWrong: (member, { data: { left } }) => ({
    ...member,
    reset:
      left > 0 && member.reset
        ? { ...member.reset, wrongCodes: member.reset.wrongCodes + 1 }
        : null,
  }),
  FactorsReset: (member, { at }) => ({
    ...member,
    reset: null,
    sessionsEndedAt: at,
    factorsResetAt: at,
  }),
};

export function evolveMember(before: Member | null, event: MemberEvent): Member {
  const { version, at: updatedAt } = event;
  if (isBeginning(event)) return withDeadlines(begun(event));
  if (!before) throw new Error('a member begins by being invited, entered or taken over');
  const fold = folds[event.type] as (member: Member, event: MemberEvent) => Member;
  const after = fold(before, event);
  const rolesUntil = rolesUntilOf(before, after, updatedAt);
  return withDeadlines({ ...after, rolesUntil, version, updatedAt });
}

function rolesUntilOf(before: Member, { role, status }: Member, at: string): Member['rolesUntil'] {
  const isIn = status === 'active' && role === before.role;
  if (before.status !== 'active' || isIn) return before.rolesUntil;
  return { ...before.rolesUntil, [before.role]: at };
}

const isBeginning = (event: MemberEvent): event is EventOf<Beginning> =>
  (beginnings as readonly string[]).includes(event.type);

function begun(event: EventOf<Beginning>): Member {
  const { memberId: id, version, at, data, personal } = event;
  const { centreId, municipalityId, role } = data;
  const isInvited = event.type === 'MemberInvited';
  return {
    id,
    centreId,
    municipalityId,
    role,
    status: isInvited ? 'invited' : 'active',
    invitation: isInvited ? { ...event.data.invitation, by: event.data.by?.id ?? null, at } : null,
    suspended: null,
    papers: {},
    takenOut: {},
    rolesUntil: {},
    letIn: null,
    reset: null,
    sessionsEndedAt: null,
    factorsResetAt: null,
    deadlines: [],
    passed: {},
    revisions: {},
    version,
    updatedAt: at,
    personal: personal && { ...personal, numbers: {}, reason: null },
  };
}

export const deadlineOf = (kind: PaperKind): MemberDeadlineKind => `paper-${kind}`;

/** A deadline that came, or is overtaken, so that the same moment does not come again. */
function acted(member: Member, kind: MemberDeadlineKind, at: string): Member {
  return { ...member, passed: { ...member.passed, [kind]: actedUntil(member, kind, at) } };
}

function withDeadlines(member: Member): Member {
  return { ...member, ...settled(member, momentsOf(member)) };
}

function momentsOf(member: Member): Moments<MemberDeadlineKind> {
  const { status, role, papers, passed, invitation, reset } = member;
  const isPapered = status !== 'ended' && needsPapers.has(role);
  const warning = (kind: PaperKind) => {
    const paper = papers[kind];
    const after = passed[deadlineOf(kind)];
    return paper && isPapered ? nextWarning(paper, after ? Date.parse(after) : 0) : null;
  };
  return {
    'invitation-end': status === 'invited' && invitation ? Date.parse(invitation.expiresAt) : null,
    'reset-end': reset && Date.parse(reset.expiresAt),
    'paper-police-permission': warning('police-permission'),
    'paper-pass': warning('pass'),
    'paper-diploma': warning('diploma'),
    'paper-secrecy': warning('secrecy'),
  };
}

function without<T>(of: Partial<Record<PaperKind, T>>, kind: PaperKind) {
  const { [kind]: _gone, ...others } = of;
  return others as Partial<Record<PaperKind, T>>; // a kind less
}

const lastDayOf = (paper: Paper | undefined, kind: PaperKind) => paper && { [kind]: paper.expires };

const withNumber = (personal: Member['personal'], kind: PaperKind, number: string | null) =>
  personal && { ...personal, numbers: { ...personal.numbers, [kind]: number } };
