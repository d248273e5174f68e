// What has to be done before a day is mailed once to whoever does it, at a real small mail server, with the days moved.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { PrivacyRequestCommand } from '@achterwacht/shared/privacy-request/commands.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import { scope } from '@achterwacht/shared/service-account/scopes.ts';
import type { ServiceAccountCommand } from '@achterwacht/shared/service-account/commands.ts';
import type { Visitor } from '../access/as-actor.ts';
import { members } from '../db/schema/centres.ts';
import { createGateways } from '../notify/gateways.ts';
import { changeRequest } from '../privacy/change-request.ts';
import { findRequestReminders } from '../privacy/request-reminders.ts';
import { withKeysMade } from '../sealing/key-ring.ts';
import { changeServiceAccount } from '../service-accounts/change-service-account.ts';
import { findTokenReminders } from '../service-accounts/token-reminders.ts';
import { openSettings, type Settings } from '../settings/settings.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { openMailServer } from '../testing/mail-server.ts';
import { roundOf } from '../testing/rounds.ts';
import { set } from '../testing/settings.ts';
import { findLineReminders } from './line-reminders.ts';
import { remindersJob } from './open-reminders.ts';
import { findRefusedMail } from './refused-mail.ts';
import type { FindReminders } from './reminder.ts';

const start = '2026-11-02T08:00:00.000Z';
const day = 86_400_000;
let centre: AlarmCentre;
let settings: Settings;
let post: Awaited<ReturnType<typeof openMailServer>>;
let els: Visitor;
let dirk: Visitor;
let mia: Visitor;

beforeAll(async () => {
  [centre, post] = await Promise.all([openAlarmCentre(), openMailServer()]);
  settings = await openSettings({ ...centre, background: centre.system });
  await centre.database.superuser`update members set status = 'suspended'`;
  els = await add('els', 'administrator');
  dirk = await add('dirk', 'supervisor');
  mia = await add('mia', 'supervisor');
  await add('noor', 'centralist');
  await setMail(true);
});
afterAll(async () => {
  await Promise.all([centre.end(), post.close()]);
});
beforeEach(() => {
  post.mails.splice(0);
  centre.clock.set(start);
});

const mailOf = (name: string) => `${name}@voorbeeld.test`;

async function add(name: string, role: Role): Promise<Visitor> {
  const id = randomUUID();
  const { centreId } = centre;
  await centre.system.db
    .insert(members)
    .values({ userId: id, centreId, role, name: `${name} Geheim`, email: mailOf(name) });
  return { type: 'person', id, name, role, centreId, municipalityId: null };
}

async function setMail(isSet: boolean): Promise<void> {
  const id = randomUUID();
  const value = { ...post.way, from: 'centrale@voorbeeld.test', secretIds: [id] };
  await set(centre, 'mail', isSet ? value : null, isSet ? { [id]: post.password } : {});
  const counts = () => settings.settingOf(centre.centreId, 'mail')?.secretIds ?? null;
  await vi.waitFor(() => expect(counts()).toEqual(isSet ? [id] : null));
}

/** What is asked for in this test. */
let finders: FindReminders[];
function round() {
  const { clock, system } = centre;
  const gateways = createGateways({ ...centre, settings });
  const parts = {
    background: system,
    clock,
    gateways,
    settings,
    origin: 'https://centrale.example',
  };
  return roundOf(remindersJob(parts, finders), centre);
}

/** Who is mailed then, and by which words. */
async function mailedOn(days: number): Promise<[string[], string]> {
  centre.clock.set(new Date(Date.parse(start) + days * day).toISOString());
  post.mails.splice(0);
  await round();
  const sources = post.mails.map(({ source }) => source.replaceAll('=\r\n', ''));
  for (const source of sources) expect(source).not.toContain('Geheim');
  return [post.mails.flatMap(({ to }) => to).sort(), sources[0] ?? ''];
}

/** What whoever administers the centre is asked to look at. */
async function refused(as = els) {
  const find = findRefusedMail({ background: centre.system, settings });
  const question = { centreId: as.centreId, now: centre.clock.now() };
  const tasks = await centre.asActor(as, 'task.read', async (tx) => find(tx, question));
  return tasks.map(({ about }) => about);
}

async function askRequest(id: string, visitor: Visitor, command: PrivacyRequestCommand) {
  const answer = await withKeysMade(centre.keys, () =>
    centre.asActor(visitor, 'privacy.change', (tx) =>
      changeRequest(centre, tx, { id, command, visitor }),
    ),
  );
  expect(answer).not.toHaveProperty('code');
}

async function askProgram(accountId: string, command: ServiceAccountCommand) {
  const answer = await withKeysMade(centre.keys, () =>
    centre.asActor(els, 'service-account.change', (tx) =>
      changeServiceAccount(centre, tx, { accountId, command, visitor: els }),
    ),
  );
  expect(answer).not.toHaveProperty('code');
}

test('a number that nobody tried: supervisors and whom the centre pages as such, once a week until somebody does', async () => {
  finders = [findLineReminders(settings)];
  const { centreId } = centre;
  const line = { regionCode: 'limburg', discipline: 'police', which: 'first' } as const;
  const lines = (lastTestedAt: string) =>
    set(centre, 'control-rooms', [{ ...line, phone: '043 350 00 01', lastTestedAt }]);
  const contacts = ['+31612345678', mailOf('DIRK'), mailOf('wacht')];
  await set(centre, 'paging', { supervisor: contacts, onCall: [mailOf('anders')] });
  await lines(start);
  await vi.waitFor(() => {
    expect(settings.settingOf(centreId, 'control-rooms')).toHaveLength(1);
    expect(settings.settingOf(centreId, 'paging').supervisor).toHaveLength(3);
  });
  expect(await mailedOn(6.9)).toEqual([[], '']);
  const [to, text] = await mailedOn(7);
  expect(to).toEqual([mailOf('dirk'), mailOf('mia'), mailOf('wacht')]);
  expect(text).toContain('https://centrale.example/beheer/meldkamers');
  expect(text).toMatch(/^Subject: Bericht van de alarmcentrale/m);
  // The same week, and after a restart: what is sent stands in the database.
  expect(await mailedOn(13)).toEqual([[], '']);
  // Of an address that is nobody's only whoever has it waits: the others are not mailed again and again.
  post.refuseOnly(mailOf('wacht'));
  expect((await mailedOn(14))[0]).toEqual([mailOf('dirk'), mailOf('mia')]);
  // Ever less often, and by then it is something to do.
  expect(await refused()).toEqual([]);
  let tries = 0;
  post.mails.splice(0);
  for (let minutes = 5; minutes <= 180; minutes += 5) {
    centre.clock.set(new Date(Date.parse(start) + 14 * day + minutes * 60_000).toISOString());
    tries += (await round()).failed;
  }
  expect(tries).toBe(5);
  expect(post.mails).toEqual([]);
  expect(await refused()).toEqual([{ id: '', name: mailOf('wacht') }]);
  post.refuseOnly(null);
  expect((await mailedOn(15.9))[0]).toEqual([mailOf('wacht')]);
  expect(await refused()).toEqual([]);
  // Each in the language that he chose.
  await centre.system.sql`
    insert into auth.user (id, name, email, email_verified, created_at, updated_at)
    select user_id, name, email, true, now(), now() from members where user_id = ${dirk.id}`;
  await centre.system.sql`
    insert into auth.preference (user_id, language) values (${dirk.id}, 'en')`;
  expect((await mailedOn(21))[0]).toHaveLength(3);
  const inEnglish = post.mails.filter(({ source }) => /^Subject: Message from/m.test(source));
  expect(inEnglish.map(({ to: [email] }) => email)).toEqual([mailOf('dirk')]);
  await centre.system.sql`delete from auth.preference`;
  await lines(new Date(Date.parse(start) + 21 * day).toISOString());
  await vi.waitFor(() =>
    expect(settings.settingOf(centreId, 'control-rooms')[0]?.lastTestedAt).not.toBe(start),
  );
  expect(await mailedOn(27.9)).toEqual([[], '']);
});

test('a last token: who answers for the program, 30 and 7 days before, and no more once there is another', async () => {
  finders = [findTokenReminders];
  const accountId = randomUUID();
  const name = 'Roosterpakket';
  const { centreId } = centre;
  await askProgram(accountId, {
    type: 'MakeServiceAccount',
    centreId,
    name,
    purpose: 'Rooster van Geheim',
    ownerId: dirk.id,
    scopes: [scope.options[0]!],
  });
  const issue = (days: number) =>
    askProgram(accountId, { type: 'IssueToken', tokenId: randomUUID(), label: 'server', days });
  await issue(90);
  expect((await mailedOn(59))[0]).toEqual([]);
  const [to, text] = await mailedOn(60);
  expect(to).toEqual([mailOf('dirk')]);
  expect(text).toMatch(/Roosterpakket.*31-01-2027/s);
  expect((await mailedOn(82))[0]).toEqual([]);
  await centre.database.superuser`
    update members set status = 'suspended' where user_id = ${dirk.id}`;
  expect((await mailedOn(83))[0]).toEqual([mailOf('els')]);
  await centre.database.superuser`update members set status = 'active' where user_id = ${dirk.id}`;
  await issue(365);
  expect((await mailedOn(89))[0]).toEqual([]);
  await askProgram(accountId, { type: 'EndServiceAccount' });
});

test('a privacy request: 7 days and a day before its month ends, to who took it on; a breach at once; refused for a while it goes out', async () => {
  finders = [findRequestReminders];
  const { centreId } = centre;
  const record = async (kind: 'access' | 'breach') => {
    const id = randomUUID();
    await askRequest(id, dirk, {
      type: 'RecordRequest',
      centreId,
      kind,
      about: { type: 'other' },
      receivedAt: centre.clock.now().toISOString(),
      from: 'Joke Geheim',
      question: 'Wat staat er over mij?',
    });
    return id;
  };
  const id = await record('access');
  expect((await mailedOn(22))[0]).toEqual([]);
  post.refuse('busy');
  expect((await mailedOn(23.1))[0]).toEqual([]);
  post.refuse(null);
  const [to, text] = await mailedOn(23.2);
  expect(to).toEqual([mailOf('dirk'), mailOf('mia')]);
  expect(text).toContain('02-12-2026');
  await askRequest(id, mia, { type: 'TakeOn' });
  expect((await mailedOn(28.9))[0]).toEqual([]);
  await setMail(false);
  expect((await mailedOn(29.1))[0]).toEqual([]);
  await setMail(true);
  expect((await mailedOn(29.2))[0]).toEqual([mailOf('mia')]);
  expect((await mailedOn(40))[0]).toEqual([]);
  const breach = await record('breach');
  expect((await mailedOn(40.01))[1]).toContain('datalek');
  await askRequest(breach, dirk, { type: 'Answer', outcome: 'done', answer: 'gemeld' });
  expect((await mailedOn(42.5))[0]).toEqual([]);
});
