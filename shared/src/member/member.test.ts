// Who may let somebody in, change what he is, and let him go.
import { describe, expect, test } from 'vitest';
import { role, type Role } from '../roles.ts';
import { memberSubject } from '../subjects/member.ts';
import { uuid } from '../testing/given.ts';
import type { MemberCommand } from './commands.ts';
import { memberFact } from './events.ts';
import { memberFactType } from './fact-types.ts';
import { isMunicipal, municipalRole } from './kinds.ts';
import { Centre, centreId, dayMilliseconds, haarlem, system } from './test-centre.ts';

const invite = (
  name: Role,
  municipalityId: string | null = null,
  hash = 'h1',
): Extract<MemberCommand, { type: 'InviteMember' }> => ({
  type: 'InviteMember',
  centreId,
  role: name,
  municipalityId,
  name: 'Noor',
  email: 'noor@voorbeeld.test',
  invitationId: uuid(800),
  hash,
  way: 'mail',
});
const accept = (hash = 'h1'): MemberCommand => ({ type: 'AcceptInvitation', hash });

/** Els and Fred administer, Dirk supervises, Anna takes alarms; Noor is nobody yet. */
function someCentre(): Centre {
  const centre = new Centre();
  centre.enter(1, 'administrator');
  centre.enter(2, 'administrator');
  centre.enter(3, 'supervisor');
  centre.enter(4, 'centralist');
  return centre;
}
const noor = uuid(50);

test('a history line has a name for every fact, and for nothing else', () => {
  expect(memberFact.options.map((option) => option.shape.type.value).toSorted()).toEqual(
    memberFactType.options.toSorted(),
  );
});

describe('an invitation', () => {
  test('lets in once, for seven days', () => {
    const centre = someCentre();
    expect(centre.ask(centre.as(1), noor, invite('centralist'))).toBeNull();
    expect(centre.of(50).status).toBe('invited');
    expect(centre.ask(system, noor, accept('another'))).toBe('uitnodiging-ongeldig');
    centre.now += 7 * dayMilliseconds - 1;
    expect(centre.ask(system, noor, accept())).toBeNull();
    expect(centre.of(50)).toMatchObject({ status: 'active', invitation: null });
    expect(centre.ask(system, noor, accept())).toBe('uitnodiging-ongeldig');
  });

  test('is too old after seven days, which is said, and can be renewed; the one before is void', () => {
    const centre = someCentre();
    centre.ask(centre.as(1), noor, invite('centralist'));
    centre.sweepUntil(centre.now + 7 * dayMilliseconds);
    expect(centre.events.at(-1)?.type).toBe('InvitationEnded');
    expect(centre.ask(system, noor, accept())).toBe('uitnodiging-ongeldig');
    const renew = { type: 'RenewInvitation', invitationId: uuid(801), way: 'printed' } as const;
    expect(centre.ask(centre.as(2), noor, { ...renew, hash: 'h2' })).toBeNull();
    expect(centre.ask(system, noor, accept('h1'))).toBe('uitnodiging-ongeldig');
    expect(centre.ask(system, noor, accept('h2'))).toBeNull();
    expect(centre.ask(centre.as(2), noor, { ...renew, hash: 'h3' })).toBe('medewerker-niet-zo');
  });

  test('that was taken back lets nobody in', () => {
    const centre = someCentre();
    centre.ask(centre.as(1), noor, invite('centralist'));
    expect(centre.ask(centre.as(1), noor, { type: 'WithdrawInvitation' })).toBeNull();
    expect(centre.of(50).status).toBe('ended');
    expect(centre.ask(system, noor, accept())).toBe('uitnodiging-ongeldig');
  });

  test('goes by mail where that was asked, and names nobody there', () => {
    const centre = someCentre();
    centre.ask(centre.as(1), noor, invite('centralist'));
    const effects = () =>
      memberSubject.effectsOf(centre.of(50), centre.events.at(-1)!).map(({ kind }) => kind);
    expect(effects()).toEqual(['mail-invitation']);
    centre.ask(centre.as(1), noor, {
      type: 'RenewInvitation',
      invitationId: uuid(801),
      way: 'printed',
      hash: 'h2',
    });
    expect(effects()).toEqual([]);
  });

  test.each(role.options)(
    'as %s is for the centre or for a municipality, never the other',
    (name) => {
      const centre = someCentre();
      const [right, wrong] = isMunicipal(name) ? [haarlem, null] : [null, haarlem];
      const why = isMunicipal(name) ? 'gemeente-ontbreekt' : 'gemeente-hoort-niet';
      expect(centre.ask(centre.as(1), noor, invite(name, wrong))).toBe(why);
      expect(centre.ask(centre.as(1), noor, invite(name, right))).toBeNull();
    },
  );

  test('is of a municipality that the centre has', () => {
    const centre = someCentre();
    const [name] = municipalRole.options;
    expect(centre.ask(centre.as(1), noor, invite(name!, uuid(999)))).toBe('gemeente-van-ander');
  });

  test.each([3, 4])('is no affair of member %i, who does not administer', (number) => {
    const centre = someCentre();
    expect(centre.ask(centre.as(number), noor, invite('centralist'))).toBe('rol-mag-niet');
  });
});

describe('somebody who is there', () => {
  const reason = 'verlof';
  const become = (name: Role, municipalityId: string | null = null): MemberCommand => ({
    type: 'ChangeMember',
    expectedVersion: null,
    role: name,
    municipalityId,
    name: 'M4',
    email: 'm4@voorbeeld.test',
  });

  test('is kept out, let in again, and let go for good; each ends his sessions', () => {
    const centre = someCentre();
    const anna = uuid(4);
    expect(centre.ask(centre.as(1), anna, { type: 'RestoreMember' })).toBe('medewerker-niet-zo');
    expect(centre.ask(centre.as(1), anna, { type: 'SuspendMember', reason })).toBeNull();
    expect(centre.of(4)).toMatchObject({
      status: 'suspended',
      suspended: { by: { id: uuid(1) } },
      sessionsEndedAt: new Date(centre.now).toISOString(),
      personal: { reason },
    });
    expect(centre.ask(centre.as(2), anna, { type: 'RestoreMember' })).toBeNull();
    expect(centre.of(4)).toMatchObject({ status: 'active', suspended: null });
    centre.now += 1000;
    expect(centre.ask(centre.as(2), anna, { type: 'EndMember', reason: null })).toBeNull();
    expect(centre.of(4).sessionsEndedAt).toBe(new Date(centre.now).toISOString());
    for (const type of ['RestoreMember', 'EndSessions'] as const)
      expect(centre.ask(centre.as(2), anna, { type })).toBe('medewerker-niet-zo');
    expect(centre.ask(centre.as(2), anna, become('supervisor'))).toBe('medewerker-niet-zo');
  });

  test('gets another role, which ends his sessions; another name does not', () => {
    const centre = someCentre();
    const anna = uuid(4);
    centre.ask(centre.as(1), anna, { ...become('centralist'), name: 'Anna' } as MemberCommand);
    expect(centre.of(4).sessionsEndedAt).toBeNull();
    expect(centre.ask(centre.as(1), anna, become('supervisor'))).toBeNull();
    expect(centre.of(4)).toMatchObject({ role: 'supervisor' });
    expect(centre.of(4).sessionsEndedAt).not.toBeNull();
    expect(centre.ask(centre.as(1), anna, become('oov-officer'))).toBe('gemeente-ontbreekt');
    expect(centre.ask(centre.as(1), anna, become('oov-officer', haarlem))).toBeNull();
  });

  test('was changed meanwhile: whoever read what stood before is told', () => {
    const centre = someCentre();
    const { version } = centre.of(4);
    const stale = { ...become('supervisor'), expectedVersion: version } as MemberCommand;
    centre.ask(centre.as(2), uuid(4), become('auditor'));
    expect(centre.ask(centre.as(1), uuid(4), stale)).toBe('tussentijds-gewijzigd');
  });

  test('changes nothing of his own but his name', () => {
    const centre = someCentre();
    const els = uuid(1);
    const named = { name: 'Els', email: 'm1@voorbeeld.test' };
    const change = { type: 'ChangeMember', expectedVersion: null, municipalityId: null } as const;
    const asElse = centre.as(1);
    expect(centre.ask(asElse, els, { ...change, role: 'supervisor', ...named })).toBe('niet-uzelf');
    expect(centre.ask(asElse, els, { type: 'SuspendMember', reason })).toBe('niet-uzelf');
    expect(centre.ask(asElse, els, { type: 'EndMember', reason })).toBe('niet-uzelf');
    expect(centre.ask(asElse, els, { ...change, role: 'administrator', ...named })).toBeNull();
    expect(centre.of(1).personal?.name).toBe('Els');
  });

  test('is the last who administers: he stays, whoever asks', () => {
    const centre = someCentre();
    expect(centre.ask(centre.as(1), uuid(2), { type: 'SuspendMember', reason })).toBeNull();
    for (const command of [
      { type: 'SuspendMember', reason },
      { type: 'EndMember', reason },
      { ...become('supervisor'), name: 'M1', email: 'm1@voorbeeld.test' } as MemberCommand,
    ] as const)
      expect(centre.ask(system, uuid(1), command)).toBe('laatste-beheerder');
  });
});
