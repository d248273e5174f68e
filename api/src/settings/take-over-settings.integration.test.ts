// What stood elsewhere before there were settings – columns, the environment, the one webhook – is taken over once, and what
// cannot be is named and keeps nobody from starting.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { usualTimings } from '@achterwacht/shared/alarm/plan/state.ts';
import { usualRetention } from '@achterwacht/shared/setting/kinds/retention.ts';
import type { Setting } from '@achterwacht/shared/setting/state.ts';
import { writeDown } from '../commands/handle.ts';
import type { FormerSettings } from '../config.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { seedCentre } from '../testing/seed-centre.ts';
import { addAdministrator, changeAs, set } from '../testing/settings.ts';
import { keepSecret, openSecrets } from './secrets.ts';
import { settingRows } from './setting-row.ts';
import { openSettings } from './settings.ts';
import { takeOverSettings } from './take-over-settings.ts';

let centre: AlarmCentre;
beforeEach(async () => {
  centre = await openAlarmCentre();
});
afterEach(() => centre.end());

const days = (harmlessSoundDays: number) => ({ ...usualRetention, harmlessSoundDays });
const whsec = (byte: number) => `whsec_${Buffer.alloc(24, byte).toString('base64')}`;
const open = () => openSettings({ ...centre, background: centre.system });
const noFormer: FormerSettings = { mail: null, sms: null, paging: null, policeWebhook: null };
const nothingFormer = () => noFormer;
const takeOver = (former = nothingFormer) =>
  takeOverSettings(centre.system, () => centre.keys, former);

/** As the release before writes it, which this one reads and sets no more. */
async function setAsBefore(system: { url: string; secretIds: string[] }): Promise<void> {
  const { centreId, keys, clock } = centre;
  const value = { ...system, format: 'json', rooms: ['limburg'] };
  const kind = 'police-webhook';
  const proposed = { centreId, kind, by: null, value } as const;
  await centre.system.transaction(async (tx) => {
    const { written } = writeDown(settingRows, { keys, clock }, tx, {
      id: randomUUID(),
      subjectId: centreId,
      before: null,
      facts: [
        { type: 'SettingProposed', data: proposed, personal: null },
        { type: 'SettingApproved', data: { by: null, alone: 'by-system' } },
      ],
      actor: { type: 'system', part: 'command-line' },
    });
    await written;
  });
}

test('what stood in the columns is taken over once, and again what a release before wrote there', async () => {
  await centre.system.sql`update centres set harmless_sound_days = 400, real_sound_days = 36500`;
  const [before] = await centre.system.sql`select * from centres`;
  const taken = await takeOver();
  expect(taken.map(({ kind }) => kind).sort()).toEqual([
    'centre',
    'control-rooms',
    'nearby-press',
    'retention',
    'timings',
  ]);
  expect((await centre.system.sql`select * from centres`)[0]).toEqual(before);
  expect(await takeOver()).toEqual([]);
  await centre.system.sql`
    update centres set timings = timings || '{"unclaimedLouderSeconds": 11}'::jsonb`;
  expect(await takeOver()).toMatchObject([{ kind: 'timings' }]);
  const { settingOf } = await open();
  expect(settingOf(centre.centreId, 'timings')).toEqual({
    ...usualTimings,
    unclaimedLouderSeconds: 11,
  });
  const parts = await centre.system.sql<{ part: string }[]>`
    select distinct text::jsonb #>> '{actor,part}' as part from log.events
    where stream_type = 'setting'`;
  expect([...parts]).toEqual([{ part: 'take-over' }]);
});

test('what somebody proposed waits on, beside what is taken over', async () => {
  const [els, hans] = [
    await addAdministrator(centre, 'Els'),
    await addAdministrator(centre, 'Hans'),
  ];
  const { centreId } = centre;
  const propose = { type: 'ProposeSetting', centreId, kind: 'retention', value: days(30) } as const;
  expect(await changeAs(centre, els, 'retention', propose)).toBeNull();
  const proposed = async () => {
    const [row] = await centre.system.sql<{ state: Setting }[]>`
      select state from settings where kind = 'retention'`;
    return row!.state.proposed;
  };
  const { value, by } = (await proposed())!;
  await centre.system.sql`update centres set harmless_sound_days = 9`;
  expect(await takeOver()).toContainEqual({
    centre: 'Noord',
    kind: 'retention',
    how: 'taken over',
  });
  expect((await open()).settingOf(centre.centreId, 'retention')).toEqual(days(9));
  expect(await proposed()).toMatchObject({ value, by });
  const { version: expectedVersion } = (await proposed())!;
  const approve = { type: 'ApproveSetting', expectedVersion } as const;
  expect(await changeAs(centre, els, 'retention', approve)).toMatchObject({
    code: 'tweede-persoon-nodig',
  });
  expect(await changeAs(centre, hans, 'retention', approve)).toBeNull();
  expect((await open()).settingOf(centreId, 'retention')).toEqual(days(30));
});

test('what stood in the environment, for all, is taken over by each that has not set its own', async () => {
  await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
  const secrets = [whsec(7), whsec(8)];
  const url = 'https://meldkamer.example/in';
  const former = (): FormerSettings => ({
    mail: {
      host: 'mail.example',
      port: 465,
      tls: 'from-start',
      user: 'u',
      from: 'a@b.nl',
      secrets: ['hunter2'],
    },
    sms: { url: 'https://sms.example/', from: 'Achterwacht', secrets: ['token'] },
    paging: { supervisor: ['+31612345678'], onCall: [] },
    policeWebhook: { url, secrets, format: 'cap', rooms: ['limburg'] },
  });
  const taken = (await takeOver(former)).filter(
    ({ centre: name, kind }) => name === 'Zuid' && /paging|webhook|mail|sms/.test(kind),
  );
  expect(taken.map(({ kind, how }) => [kind, how])).toEqual([
    ['paging', 'taken over'],
    ['mail', 'taken over'],
    ['sms', 'taken over'],
    ['webhooks', 'taken over'],
  ]);
  const { settingOf } = await open();
  expect(settingOf(centre.centreId, 'paging')).toEqual(former().paging);
  const { webhooks, secretIds: ofWebhooks } = settingOf(centre.centreId, 'webhooks');
  expect(webhooks).toMatchObject([
    { name: 'Meldkamer Limburg', url, format: 'cap', rooms: ['limburg'], isOn: true },
  ]);
  const { centreId, keys, system } = centre;
  const kept = { centreId, ids: ofWebhooks };
  expect(await openSecrets(system.sql, keys, kept)).toEqual(secrets);
  const { secretIds, ...mail } = settingOf(centre.centreId, 'mail')!;
  expect(mail).toEqual({
    host: 'mail.example',
    port: 465,
    tls: 'from-start',
    user: 'u',
    from: 'a@b.nl',
  });
  expect(await openSecrets(system.sql, keys, { centreId, ids: secretIds })).toEqual(['hunter2']);
  await set(centre, 'paging', { supervisor: [], onCall: ['piket@voorbeeld.test'] });
  expect(await takeOver(former)).toEqual([]);
});

test('the one system of a release before is the first of several, with its secrets', async () => {
  const { centreId, system, keys } = centre;
  const id = await system.transaction(({ sql }) =>
    keepSecret(sql, keys, { centreId, secret: whsec(9) }),
  );
  await setAsBefore({ url: 'https://meldkamer.example/in', secretIds: [id] });
  expect(await takeOver()).toContainEqual({
    centre: 'Noord',
    kind: 'webhooks',
    how: 'taken over',
  });
  const { settingOf } = await open();
  const { webhooks, secretIds } = settingOf(centreId, 'webhooks');
  expect(webhooks).toMatchObject([{ url: 'https://meldkamer.example/in', rooms: ['limburg'] }]);
  expect(await openSecrets(system.sql, keys, { centreId, ids: secretIds })).toEqual([whsec(9)]);
  await set(centre, 'webhooks', { webhooks: [], secretIds: [] });
  expect((await takeOver()).filter(({ kind }) => kind === 'webhooks')).toEqual([]);
});

test('contacts that no list takes keep nobody from starting, and are named', async () => {
  const most = Array.from(
    { length: 21 },
    (_, place) => `+316123456${String(place).padStart(2, '0')}`,
  );
  const former = () => ({ ...noFormer, paging: { supervisor: most, onCall: [] } });
  expect(await takeOver(former)).toContainEqual({
    centre: 'Noord',
    kind: 'paging',
    how: 'not usable, left as it is',
  });
});

test('a column that is no such setting stays as it is, and is named', async () => {
  await centre.system.sql`update centres set nearby_press = '{"metres": -1}'`;
  expect(await takeOver()).toContainEqual({
    centre: 'Noord',
    kind: 'nearby-press',
    how: 'not usable, left as it is',
  });
});
