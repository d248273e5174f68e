// Who may change what of a member. Whoever works at the machine itself is signed as that, and breaks none of these rules
// either: without an administrator nobody could let anybody in.
import { refuse, type Asked, type RuleTable } from '../rule-table.ts';
import type { Role } from '../roles.ts';
import { authorOf } from '../staff-member.ts';
import type { MemberCommand } from './commands.ts';
import type { changedField, MemberFact } from './events.ts';
import { deadlineRules } from './decide-deadlines.ts';
import { factorResetRules } from './decide-factor-reset.ts';
import { isMunicipal, type MemberStatus } from './kinds.ts';
import { isSelf, type MemberRefusal, type MemberRuleTypes } from './rule.ts';
import type { Member } from './state.ts';

type Asking = Asked<MemberRuleTypes>;
type Answer = MemberFact[] | MemberRefusal;
type Of<T extends MemberCommand['type']> = Extract<MemberCommand, { type: T }>;

/** An invitation works this long. */
export const invitationDays = 7;
const dayMilliseconds = 86_400_000;

const change = { sentBy: ['person', 'system'], permission: 'people.change' } as const;

export const memberRules: RuleTable<MemberRuleTypes> = {
  InviteMember: {
    ...change,
    decide(member, { centreId, role, municipalityId, name, email, ...link }, asking) {
      if (member) return refuse('medewerker-niet-zo', { status: member.status });
      const misplaced = isMisplaced(role, municipalityId, asking);
      if (misplaced) return misplaced;
      const invitation = invitationOf(link, asking.now);
      return [
        {
          type: 'MemberInvited',
          data: { centreId, role, municipalityId, by: authorOf(asking.actor), invitation },
          personal: { name, email },
        },
      ];
    },
  },
  EnterMember: {
    sentBy: ['system'],
    decide(member, { centreId, role, municipalityId, name, email }, asking) {
      if (member) return refuse('medewerker-niet-zo', { status: member.status });
      const misplaced = isMisplaced(role, municipalityId, asking);
      if (misplaced) return misplaced;
      const data = { centreId, role, municipalityId };
      return [{ type: 'MemberEntered', data, personal: { name, email } }];
    },
  },
  RenewInvitation: {
    ...change,
    decide: ifIn<'RenewInvitation'>(['invited'], (_member, link, { actor, now }) => [
      {
        type: 'InvitationRenewed',
        data: { by: authorOf(actor), invitation: invitationOf(link, now) },
      },
    ]),
  },
  WithdrawInvitation: {
    ...change,
    decide: ifIn<'WithdrawInvitation'>(['invited'], (_member, _command, { actor }) => [
      { type: 'InvitationWithdrawn', data: { by: authorOf(actor) } },
    ]),
  },
  AcceptInvitation: {
    sentBy: ['system'],
    decide(member, { hash }, { now }) {
      const invitation = member?.status === 'invited' ? member.invitation : null;
      const counts = invitation?.hash === hash && Date.parse(invitation.expiresAt) > now.getTime();
      return counts ? [{ type: 'InvitationAccepted', data: {} }] : refuse('uitnodiging-ongeldig');
    },
  },
  ChangeMember: {
    ...change,
    decide: ifIn<'ChangeMember'>(['invited', 'active', 'suspended'], (member, command, asking) => {
      const { expectedVersion, role, municipalityId, name, email } = command;
      if (expectedVersion !== null && expectedVersion !== member.version)
        return refuse('tussentijds-gewijzigd', { version: member.version });
      const changed = changedIn(member, command);
      if (changed.length === 0) return [];
      const isPlaced = changed.includes('role') || changed.includes('municipality');
      if (isPlaced) {
        if (isSelf(member, asking.actor)) return refuse('niet-uzelf');
        const misplaced = isMisplaced(role, municipalityId, asking);
        if (misplaced) return misplaced;
        if (role !== 'administrator' && isLast(member, asking)) return refuse('laatste-beheerder');
      }
      return [
        {
          type: 'MemberChanged',
          data: { by: authorOf(asking.actor), role, municipalityId, changed },
          // Of somebody who was erased nothing is written any more.
          personal: member.personal && { name, email },
        },
      ];
    }),
  },
  SuspendMember: {
    ...change,
    decide: ifIn<'SuspendMember'>(['active'], (member, { reason }, asking) => {
      if (isSelf(member, asking.actor)) return refuse('niet-uzelf');
      if (isLast(member, asking)) return refuse('laatste-beheerder');
      const data = { by: authorOf(asking.actor) };
      return [{ type: 'MemberSuspended', data, personal: member.personal && { reason } }];
    }),
  },
  RestoreMember: {
    ...change,
    decide: ifIn<'RestoreMember'>(['suspended'], (_member, _command, { actor }) => [
      { type: 'MemberRestored', data: { by: authorOf(actor) } },
    ]),
  },
  EndMember: {
    ...change,
    decide: ifIn<'EndMember'>(['active', 'suspended'], (member, { reason }, asking) => {
      if (isSelf(member, asking.actor)) return refuse('niet-uzelf');
      if (isLast(member, asking)) return refuse('laatste-beheerder');
      const data = { by: authorOf(asking.actor) };
      return [{ type: 'MemberEnded', data, personal: member.personal && { reason } }];
    }),
  },
  EndSessions: {
    ...change,
    decide: ifIn<'EndSessions'>(['active', 'suspended'], (_member, _command, { actor }) => [
      { type: 'SessionsEnded', data: { by: authorOf(actor) } },
    ]),
  },
  RecordPaper: {
    ...change,
    decide: ifIn<'RecordPaper'>(['invited', 'active', 'suspended'], (member, command, asking) => {
      const { kind, paper: recorded } = command;
      const by = authorOf(asking.actor);
      if (recorded === null)
        return member.papers[kind] ? [{ type: 'PaperTakenOut', data: { by, kind } }] : [];
      const { number, ...paper } = recorded;
      if (paper.expires < paper.since) return refuse('papier-verkeerd-om');
      const personal = member.personal && { number };
      return [{ type: 'PaperRecorded', data: { by, kind, paper }, personal }];
    }),
  },
  ...factorResetRules,
  ...deadlineRules,
};

/** A rule for whoever stands in one of these; of others it is said how they stand. */
function ifIn<T extends MemberCommand['type']>(
  statuses: readonly MemberStatus[],
  decide: (member: Member, command: Of<T>, asking: Asking) => Answer,
) {
  return (member: Member | null, command: Of<T>, asking: Asking): Answer => {
    if (!member) return refuse('not-found');
    if (!statuses.includes(member.status))
      return refuse('medewerker-niet-zo', { status: member.status });
    return decide(member, command, asking);
  };
}

/** Without him nobody could administer the centre. */
const isLast = ({ role, status }: Member, { lookedUp }: Asking): boolean =>
  role === 'administrator' && status === 'active' && lookedUp.otherAdministrators === 0;

function isMisplaced(
  role: Role,
  municipalityId: string | null,
  { lookedUp }: Asking,
): MemberRefusal | null {
  if (!isMunicipal(role)) return municipalityId === null ? null : refuse('gemeente-hoort-niet');
  if (municipalityId === null) return refuse('gemeente-ontbreekt');
  return lookedUp.knowsMunicipality ? null : refuse('gemeente-van-ander');
}

function invitationOf(
  { invitationId: id, hash, way, language }: Omit<Of<'RenewInvitation'>, 'type'>,
  now: Date,
) {
  const expiresAt = new Date(now.getTime() + invitationDays * dayMilliseconds).toISOString();
  return { id, hash, way, ...(language && { language }), expiresAt };
}

function changedIn(
  member: Member,
  { role, municipalityId, name, email }: Of<'ChangeMember'>,
): (typeof changedField.options)[number][] {
  const { personal } = member;
  const changes = {
    name: personal !== null && personal.name !== name,
    email: personal !== null && personal.email !== email,
    role: member.role !== role,
    municipality: member.municipalityId !== municipalityId,
  };
  return (Object.keys(changes) as (keyof typeof changes)[]).filter((field) => changes[field]);
}
