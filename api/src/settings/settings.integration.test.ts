// What a centre runs by: who may set it, who has to agree, and that everybody runs by it at once.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SettingCommand } from '@achterwacht/shared/setting/commands.ts';
import type { SettingKind } from '@achterwacht/shared/setting/kinds.ts';
import { usualRetention } from '@achterwacht/shared/setting/kinds/retention.ts';
import type { MailWay } from '@achterwacht/shared/setting/ways.ts';
import { NotAllowed, type Visitor } from '../access/as-actor.ts';
import { foldAnew } from '../log/fold-anew.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { seedCentre } from '../testing/seed-centre.ts';
import { addAdministrator, changeAs, set, setWebhooks } from '../testing/settings.ts';
import { keepSecret, openSecrets } from './secrets.ts';
import { settingRows } from './setting-row.ts';
import { openSettings } from './settings.ts';

let centre: AlarmCentre;
let els: Visitor;
beforeEach(async () => {
  centre = await openAlarmCentre();
  els = await addAdministrator(centre, 'Els');
});
afterEach(() => centre.end());

const ask = (person: Visitor, kind: SettingKind, command: SettingCommand) =>
  changeAs(centre, person, kind, command);
const propose = (kind: SettingKind, value: unknown): SettingCommand => ({
  type: 'ProposeSetting',
  centreId: centre.centreId,
  kind,
  value: value as never,
});
const days = (harmlessSoundDays: number) => ({ ...usualRetention, harmlessSoundDays });
const keep = (harmlessSoundDays: number) => propose('retention', days(harmlessSoundDays));
const approve = (expectedVersion: number): SettingCommand => ({
  type: 'ApproveSetting',
  expectedVersion,
});
const column = async () =>
  (
    await centre.system.sql<{ days: number }[]>`
      select harmless_sound_days as days from centres where id = ${centre.centreId}`
  )[0]!.days;
const history = async () =>
  (
    await centre.system.sql<{ type: string; by: string; feed: string }[]>`
      select type, coalesce(text::jsonb #>> '{actor,name}', text::jsonb #>> '{actor,part}') as by, feed
      from log.events where stream_type = 'setting' order by stream_id, version`
  ).map((event) => ({ ...event }));
const whsec = (byte: number) => `whsec_${Buffer.alloc(24, byte).toString('base64')}`;
const open = () => openSettings({ ...centre, background: centre.system });
test('one proposes and nothing changes; another approves, and it counts everywhere', async () => {
  const fred = await addAdministrator(centre, 'Fred');
  const { settingOf, listen } = await open();
  const told: string[] = [];
  listen((centreId) => told.push(centreId));
  expect(await ask(els, 'retention', keep(30))).toBeNull();
  expect(await column()).toBe(7);
  expect(await ask(els, 'retention', approve(1))).toMatchObject({ code: 'tweede-persoon-nodig' });
  expect(await ask(fred, 'retention', approve(1))).toBeNull();
  expect(await column()).toBe(30);
  // A proposal is no news to anybody's desk, and neither is another centre's.
  await expect.poll(() => told).toEqual([centre.centreId]);
  await expect.poll(() => settingOf(centre.centreId, 'retention')).toEqual(days(30));
  expect(await history()).toEqual([
    { type: 'SettingProposed', by: 'Els', feed: 'file' },
    { type: 'SettingApproved', by: 'Fred', feed: 'file' },
  ]);
});

test('the only administrator decides alone, and the log says that he was the only one', async () => {
  expect(await ask(els, 'retention', keep(30))).toBeNull();
  expect(await column()).toBe(30);
  const [approved] = await centre.system.sql<{ alone: string }[]>`
    select text::jsonb #>> '{data,alone}' as alone from log.events where type = 'SettingApproved'`;
  expect(approved).toMatchObject({ alone: 'only-administrator' });
});

test('two who set the same for the first time at once follow each other', async () => {
  const set = (harmlessSoundDays: number) => ask(els, 'retention', keep(harmlessSoundDays));
  expect(await Promise.all([set(30), set(31), set(32)])).toEqual([null, null, null]);
  expect(await history()).toHaveLength(6);
});

test('nobody else of the centre may, and no administrator of another', async () => {
  await expect(ask(centre.dirk, 'retention', keep(30))).rejects.toThrow(NotAllowed);
  const south = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
  const hans = await addAdministrator({ ...centre, ...south }, 'Hans');
  await expect(ask(hans, 'retention', keep(30))).rejects.toThrow();
  expect(await column()).toBe(7);
  expect(await history()).toEqual([]);
});

test('the database lets only administrators write, and staff of the centre read', async () => {
  await ask(els, 'retention', keep(30));
  const south = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
  const seen = (person: Visitor) =>
    centre.asActor(person, 'session.read', ({ sql }) => sql`select kind from settings`);
  expect(await seen(centre.anna)).toHaveLength(1);
  expect(await seen(south.anna)).toHaveLength(0);
  const written = (person: Visitor) =>
    centre.asActor(person, 'session.read', async ({ sql }) => [
      ...(await sql`update settings set version = version returning 1`),
      ...(await sql`update centres set timings = timings returning 1`),
    ]);
  expect(await written(centre.dirk)).toHaveLength(0);
  expect(await written(els)).toHaveLength(2);
  const secrets = centre.asActor(
    els,
    'session.read',
    ({ sql }) => sql`select from setting_secrets`,
  );
  await expect(secrets).rejects.toThrow('permission denied');
  const added = (person: Visitor, centreId: string) =>
    centre.asActor(person, 'session.read', ({ sql }) =>
      keepSecret(sql, centre.keys, { centreId, secret: 'geheim' }),
    );
  for (const [person, centreId] of [
    [centre.dirk, centre.centreId],
    [els, south.centreId],
  ] as const)
    await expect(added(person, centreId)).rejects.toThrow('row-level security');
  await added(els, centre.centreId);
});

test('a change by another process is heard, and so is one of a release that writes the columns alone', async () => {
  const { settingOf } = await open();
  expect(settingOf(centre.centreId, 'paging')).toEqual({ supervisor: [], onCall: [] });
  const paging = { supervisor: ['+31612345678'], onCall: ['piket@voorbeeld.test'] };
  expect(await set(centre, 'paging', paging)).toBeNull();
  await expect.poll(() => settingOf(centre.centreId, 'paging')).toEqual(paging);
  await centre.system.sql`update centres set harmless_sound_days = 9`;
  await expect.poll(() => settingOf(centre.centreId, 'retention')).toEqual(days(9));
});

test('what names people stands nowhere in clear, and goes with the centre’s key', async () => {
  await set(centre, 'paging', { supervisor: ['+31612345678'], onCall: [] });
  const kept = await centre.system.sql<{ text: string }[]>`
    select text from log.events where stream_type = 'setting'
    union all select state::text from settings`;
  expect(kept).toHaveLength(3);
  for (const { text } of kept) expect(text).not.toContain('612345678');
  centre.keys.erase(centre.centreId);
  const { settingOf } = await openSettings({
    ...centre,
    keys: centre.keys.reopen(),
    background: centre.system,
  });
  expect(settingOf(centre.centreId, 'paging')).toEqual({ supervisor: [], onCall: [] });
});

test('a secret is sealed, and is of its centre', async () => {
  const { centreId, keys, system } = centre;
  const id = await system.transaction(({ sql }) =>
    keepSecret(sql, keys, { centreId, secret: 'hunter2' }),
  );
  expect(await openSecrets(system.sql, keys, { centreId, ids: [id] })).toEqual(['hunter2']);
  const theirs = { centreId: randomUUID(), ids: [id] };
  await expect(openSecrets(system.sql, keys, theirs)).rejects.toThrow('not there');
  const [row] = await system.sql<{ sealed: string }[]>`select sealed from setting_secrets`;
  expect(row!.sealed).not.toContain('hunter2');
});

describe('a secret that was typed', () => {
  const [first, second] = [randomUUID(), randomUUID()];
  const mail = (secretIds: string[], host = 'mail.example') =>
    ({ host, port: 465, tls: 'from-start', user: 'u', from: 'a@b.nl', secretIds }) as const;
  const kept = async () =>
    (await centre.system.sql<{ id: string }[]>`select id from setting_secrets`).map(({ id }) => id);

  test('is kept with the value that names it, and is in no event, row or answer', async () => {
    const refused = await set(centre, 'mail', mail([first]), {
      [first]: 'hunter2',
      [second]: 'nobody names me',
    });
    expect(refused).toBeNull();
    expect(await kept()).toEqual([first]);
    const written = await centre.system.sql<{ text: string }[]>`
      select text from log.events union all select state::text from settings
      union all select sealed from setting_secrets`;
    expect(JSON.stringify(written)).not.toContain('hunter2');
  });

  test('stays where it was given for: another address asks for it anew', async () => {
    await set(centre, 'mail', mail([first]), { [first]: 'hunter2' });
    expect(await set(centre, 'mail', { ...mail([first]), from: 'c@b.nl' })).toBeNull();
    for (const moved of [
      mail([first], 'mail.elsewhere.example'),
      { ...mail([first]), port: 466 },
      { ...mail([first]), tls: 'starttls' as const },
    ])
      expect(await set(centre, 'mail', moved)).toMatchObject({ code: 'geheim-ontbreekt' });
    const sms = { url: 'https://elsewhere.example/', from: 'A', secretIds: [first] };
    expect(await set(centre, 'sms', sms)).toMatchObject({ code: 'geheim-ontbreekt' });
    const again = mail([second], 'mail.elsewhere.example');
    expect(await set(centre, 'mail', again, { [second]: 'hunter2' })).toBeNull();
  });

  test('that is nobody’s, or of another centre, is none', async () => {
    const south = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
    await set(centre, 'mail', mail([first]), { [first]: 'hunter2' });
    const theirs = { ...centre, centreId: south.centreId };
    for (const secretIds of [[first], [randomUUID()]])
      expect(await set(theirs, 'mail', mail(secretIds))).toMatchObject({
        code: 'geheim-ontbreekt',
      });
  });

  test('with a line end in it is refused', async () => {
    const bad = await set(centre, 'mail', mail([first]), { [first]: 'x\r\nRCPT TO:' });
    expect(bad).toMatchObject({ code: 'instelling-ongeldig' });
    expect(await kept()).toEqual([]);
  });
});

test('a webhook to where this program may not speak is refused', async () => {
  for (const url of ['http://meldkamer.example/in', 'https://169.254.169.254/']) {
    const list = { url, format: 'json', rooms: ['limburg'], secret: whsec(7) } as const;
    await expect(setWebhooks(centre, list)).rejects.toThrow('instelling-ongeldig');
  }
  const short = { url: 'https://a.example', format: 'json', rooms: ['limburg'] } as const;
  await expect(setWebhooks(centre, { ...short, secret: 'whsec_x' })).rejects.toThrow(
    'instelling-ongeldig',
  );
});

test.each([
  ['in clear over a network', { tls: 'none' }],
  ['where clouds keep credentials', { host: '169.254.169.254' }],
  ['by a name with a second line', { host: 'mail.example\r\nHELO' }],
  ['from a sender with a second line', { from: 'a@b.nl\r\nBcc: c@d.nl' }],
  ['with a name and no password', { user: 'u' }],
])('mail %s is refused', async (_what, wrong) => {
  const mail: MailWay = {
    host: 'mail.example',
    port: 25,
    tls: 'starttls',
    user: null,
    from: 'a@b.nl',
    secretIds: [],
  };
  expect(await set(centre, 'mail', mail)).toBeNull();
  const refused = await set(centre, 'mail', { ...mail, ...wrong } as MailWay);
  expect(refused).toMatchObject({ code: 'instelling-ongeldig' });
  expect((await open()).settingOf(centre.centreId, 'mail')).toEqual(mail);
});

test('a row that somebody had a hand in is folded anew from its log, and the columns with it', async () => {
  await set(centre, 'retention', days(30));
  await centre.database.superuser`update settings set fold_version = 0,
    state = jsonb_set(state, '{value,harmlessSoundDays}', '1')`;
  await centre.database.superuser`update centres set harmless_sound_days = 1`;
  const folded = await foldAnew(settingRows, centre.system, () => centre.keys);
  expect(folded).toMatchObject({ rows: 1, setAside: [], changed: [{ fields: ['value'] }] });
  expect(await column()).toBe(30);
});
