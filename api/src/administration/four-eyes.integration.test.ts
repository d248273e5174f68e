// Whoever would decide alone sends the other administrator away first, or lets in a second self: what takes two stays a
// proposal, says until when, and is a task for who is left.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Task } from '@achterwacht/shared/administration/tasks.ts';
import { settingKinds, type SettingKind } from '@achterwacht/shared/setting/kinds.ts';
import type { MemberCommand } from '@achterwacht/shared/member/commands.ts';
import type { Visitor } from '../access/as-actor.ts';
import { changeMember, isRefusal, withinMemberRules } from '../people/change-member.ts';
import { takeOverMember } from '../people/take-over-members.ts';
import { openSettings, type Settings } from '../settings/settings.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { openHttpDoor, type HttpDoor } from '../testing/http-door.ts';
import { seedCentre } from '../testing/seed-centre.ts';
import { addAdministrator } from '../testing/settings.ts';
import { serveSettings } from './setting-routes.ts';
import { settingTasks } from './setting-tasks.ts';

let alarmCentre: AlarmCentre;
let door: HttpDoor;
let settings: Settings;
beforeAll(async () => {
  alarmCentre = await openAlarmCentre();
  settings = await openSettings({ ...alarmCentre, background: alarmCentre.system });
  door = await openHttpDoor((http, authentication) =>
    serveSettings(http, { ...alarmCentre, authentication }),
  );
});
afterAll(async () => {
  await door.close();
  await alarmCentre.end();
});
const begin = new Date('2026-03-02T08:00:00.000Z');
afterEach(() => {
  const { clock } = alarmCentre;
  clock.advance(begin.getTime() - clock.now().getTime());
});

/** Two administrators of a centre of their own. */
async function twoAdministrators() {
  const { system, keys } = alarmCentre;
  const { centreId } = await seedCentre(system, keys, { name: `Centrale ${randomUUID()}` });
  await expect.poll(() => settings.centreIds()).toContain(centreId);
  const own = { system, centreId };
  return [await addAdministrator(own, 'Els'), await addAdministrator(own, 'Fred')] as const;
}

async function ask(by: Visitor | null, memberId: string, command: MemberCommand): Promise<void> {
  const { keys, system, asActor } = alarmCentre;
  const actor = by
    ? ({ type: 'person', id: by.id, name: by.name, role: by.role } as const)
    : ({ type: 'system', part: 'log-in' } as const);
  const centreId = by?.centreId ?? null;
  const answer = await withinMemberRules(keys, async () => {
    await system.transaction((tx) => takeOverMember(alarmCentre, tx, memberId));
    const asked = { memberId, centreId, command, actor };
    return by
      ? asActor(by, 'people.change', (tx) => changeMember(alarmCentre, tx, asked))
      : system.transaction((tx) => changeMember(alarmCentre, tx, asked));
  });
  if (isRefusal(answer)) throw new Error(answer.code);
}

const usualWith = { ...settingKinds.timings.usual, unclaimedLouderSeconds: 12 };
const propose = (as: Visitor, kind: SettingKind = 'timings', value: unknown = usualWith) =>
  door.post(as, `/api/settings/${kind}/propose`, { value, expectedVersion: 0 });
const approve = (as: Visitor) =>
  door.post(as, '/api/settings/timings/approve', { expectedVersion: 1 });
const error = ({ body }: { body: unknown }) => (body as { error: object }).error;
const standing = async (as: Visitor) =>
  (await door.get(as, '/api/settings')).body as { administrators: number; aloneFrom: unknown };
const tasks = (as: Visitor): Promise<readonly Task[]> =>
  alarmCentre.asActor(as, 'task.read', async (tx) =>
    settingTasks(settings)(tx, { centreId: as.centreId, now: alarmCentre.clock.now() }),
  );

test.each([
  ['suspended', (): MemberCommand => ({ type: 'SuspendMember', reason: null })],
  ['put out', (): MemberCommand => ({ type: 'EndMember', reason: null })],
  [
    'made something else',
    (id: string): MemberCommand => ({
      type: 'ChangeMember',
      expectedVersion: null,
      role: 'auditor',
      municipalityId: null,
      name: 'Fred',
      email: `${id}@voorbeeld.test`,
    }),
  ],
] as const)('the other administrator was %s: it waits for a week', async (_how, command) => {
  const [els, fred] = await twoAdministrators();
  await ask(els, fred.id, command(fred.id));
  const aloneFrom = '2026-03-09T08:00:00.000Z';
  expect(await standing(els)).toMatchObject({ administrators: 2, aloneFrom });
  expect(await propose(els)).toMatchObject({
    status: 200,
    body: { value: settingKinds.timings.usual, proposed: { version: 1 } },
  });
  expect(error(await approve(els))).toMatchObject({
    code: 'tweede-persoon-nodig',
    details: { from: aloneFrom },
  });
  expect(await tasks({ ...els, role: 'supervisor' })).toContainEqual({
    kind: 'proposal-alone',
    about: { id: 'timings', name: 'timings' },
    dueAt: aloneFrom,
  });
  alarmCentre.clock.advance(7 * 86_400_000);
  expect(await standing(els)).toMatchObject({ administrators: 1, aloneFrom: null });
  expect(await approve(els)).toMatchObject({
    status: 200,
    body: { value: usualWith, decided: { alone: 'only-administrator' } },
  });
});

test('every kind that takes two is kept so', async () => {
  const [els, fred] = await twoAdministrators();
  await ask(els, fred.id, { type: 'SuspendMember', reason: null });
  const takesTwo = (Object.keys(settingKinds) as SettingKind[]).filter(
    (kind) => settingKinds[kind].needsSecond && kind !== 'police-webhook',
  );
  expect(takesTwo).toContain('webhooks');
  for (const kind of takesTwo)
    expect(await propose(els, kind, settingKinds[kind].usual), kind).toMatchObject({
      body: { proposed: { by: { name: 'Els' } }, since: null },
    });
});

test('whom she let in herself agrees to nothing of hers while another counts', async () => {
  const [els, fred] = await twoAdministrators();
  const puppet: Visitor = { ...els, id: randomUUID(), name: 'Els zelf' };
  const link = { invitationId: randomUUID(), hash: randomUUID(), way: 'printed' } as const;
  await ask(els, puppet.id, {
    type: 'InviteMember',
    centreId: els.centreId,
    role: 'administrator',
    municipalityId: null,
    name: puppet.name,
    email: `${puppet.id}@voorbeeld.test`,
    ...link,
  });
  expect(await standing(els)).toMatchObject({ administrators: 2 });
  await ask(null, puppet.id, { type: 'AcceptInvitation', hash: link.hash });
  await ask(els, fred.id, { type: 'SuspendMember', reason: null });
  expect(await standing(els)).toMatchObject({ administrators: 3, aloneFrom: null });
  await propose(els);
  expect(error(await approve(puppet))).toMatchObject({
    code: 'tweede-persoon-nieuw',
    details: { from: '2026-03-09T08:00:00.000Z' },
  });
  await ask(els, fred.id, { type: 'RestoreMember' });
  expect(await approve(fred)).toMatchObject({ status: 200, body: { value: usualWith } });
});
