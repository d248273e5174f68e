// What `achterwacht settings` shows, sets and refuses, and what stands of it in the access log; the first and the last test
// run it as a person does.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compileCache } from '../../../tools/testing/compile-cache.ts';
import type { Config } from '../config.ts';
import { openSecrets } from '../settings/secrets.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { seedCentre } from '../testing/seed-centre.ts';
import { useSettings } from './as-system/use-settings.ts';
import { inText } from './as-system/with-system.ts';

let centre: AlarmCentre;
beforeEach(async () => {
  centre = await openAlarmCentre();
});
afterEach(() => centre.end());

type Ran = { status: number | null; said: string; complained: string };

async function settings(args: string[], input = ''): Promise<Ran> {
  const surroundings = {
    config: { callerName: 'jansen' } as Config, // no more of it is asked
    system: centre.system,
    keys: centre.keys,
    json: args.includes('--json'),
  };
  const others = args.filter((arg) => arg !== '--json');
  return useSettings(surroundings, others, () => Promise.resolve(input)).then(
    (value) => ({ status: 0, said: inText(value), complained: '' }),
    (error: Error) => ({ status: 1, said: '', complained: error.message }),
  );
}

async function asProcess(args: string[], input = ''): Promise<Ran> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'settings.ts'), ...args], {
    env: {
      PATH: process.env['PATH'],
      ...compileCache,
      DATABASE_URL: centre.database.appUrl,
      DATABASE_SYSTEM_URL: centre.database.systemUrl,
      DATABASE_PUBLIC_URL: centre.database.appUrl,
      REDIS_URL: 'redis://127.0.0.1:1',
      ACHTERWACHT_KEYS: centre.keys.folder,
      SUDO_USER: 'jansen',
    },
  });
  child.stdin.end(input);
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await exit, said, complained };
}
const logged = async () =>
  (
    await centre.database.superuser<{ centre_id: string; result: string; origin: string }[]>`
      select centre_id, result, origin from access_log where action = 'setting.set' order by id`
  ).map((line) => ({ ...line }));

test('sets one, shows it, and the access log says who set which, not what', async () => {
  const paging = { supervisor: ['+31612345678'], onCall: ['piket@voorbeeld.test'] };
  const set = await asProcess(['set', 'paging', JSON.stringify(paging)]);
  expect(set).toMatchObject({ status: 0, complained: '' });
  expect(JSON.parse((await settings(['get', 'paging'])).said)).toEqual(paging);
  expect((await settings([])).said).toContain('paging          {"supervisor":["+31612345678"]');
  expect(await logged()).toEqual([
    { centre_id: centre.centreId, result: 'paging', origin: 'machine:jansen' },
  ]);
});

test('of another centre by its name', async () => {
  const south = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
  await settings(['set', 'nearby-press', '{"metres":80,"seconds":60}', '--centre', 'Zuid']);
  const rows = await centre.system.sql<{ id: string; metres: number }[]>`
    select id, (nearby_press ->> 'metres')::int as metres from centres order by metres`;
  expect([...rows]).toEqual([
    { id: south.centreId, metres: 80 },
    { id: centre.centreId, metres: 150 },
  ]);
  const all = JSON.parse((await settings(['--json'])).said) as { centre: string }[];
  expect(all.map((one) => one.centre)).toEqual(['Noord', 'Zuid']);
});

test('what counted from when to when is printed, and what counted at a moment', async () => {
  const near = (metres: number) => JSON.stringify({ metres, seconds: 60 });
  await settings(['set', 'nearby-press', near(80)]);
  await settings(['set', 'nearby-press', near(90)]);
  const lines = (await settings(['history', 'nearby-press'])).said.trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain(`– nu  aan de machine  ${near(90)}`);
  expect(lines[1]).toContain(near(80));
  const [first = ''] = lines[1]!.split(' ');
  expect((await settings(['at', first, 'nearby-press'])).said).toContain(near(80));
  const early = await settings(['at', '2026-01-01T00:00:00Z', 'nearby-press']);
  expect(early).toMatchObject({ status: 1, said: '' });
  expect((await settings(['at', 'gisteren', 'nearby-press'])).complained).toContain('2026-11-21');
});

test('a webhook’s secret goes in by standard input and never comes out', async () => {
  const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
  const webhook = { url: 'https://meldkamer.example/in', format: 'json', rooms: ['limburg'] };
  const named = { ...webhook, name: 'Meldkamer Limburg', secrets: [secret] };
  const given = JSON.stringify({ webhooks: [named] });
  const { said, status, complained } = await asProcess(['set', 'webhooks', '-'], given);
  expect({ status, complained }).toEqual({ status: 0, complained: '' });
  expect(said).not.toContain('whsec_');
  const { secretIds: ids } = JSON.parse(said) as { secretIds: string[] };
  const { centreId, keys, system } = centre;
  expect(await openSecrets(system.sql, keys, { centreId, ids })).toEqual([secret]);
});

test('a mail server’s password stays where it was given for', async () => {
  const mail = { host: 'mail.example', port: 465, tls: 'from-start', user: 'u', from: 'a@b.nl' };
  const given = JSON.stringify({ ...mail, secrets: ['hunter2'] });
  const { said } = await settings(['set', 'mail', '-'], given);
  const { secretIds } = JSON.parse(said) as { secretIds: string[] };
  const elsewhere = { ...mail, host: 'mail.elsewhere.example', secretIds };
  const moved = await settings(['set', 'mail', JSON.stringify(elsewhere)]);
  expect(moved).toMatchObject({ status: 1, said: '' });
  expect(moved.complained).toContain('Geef bij mail ook het geheim op');
  const renamed = await settings([
    'set',
    'mail',
    JSON.stringify({ ...mail, from: 'c@b.nl', secretIds }),
  ]);
  expect(JSON.parse(renamed.said)).toEqual({ ...mail, from: 'c@b.nl', secretIds });
});

test('what is refused changes nothing, keeps no secret and repeats nothing of it', async () => {
  const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
  const bad = { name: 'B', url: 'http://b/', format: 'json', rooms: ['limburg'] };
  const badUrl = { webhooks: [{ ...bad, secrets: [secret] }] };
  for (const args of [
    ['set', 'webhooks', JSON.stringify(badUrl)],
    ['set', 'police-webhook', 'null'],
    ['set', 'retention', 'null'],
    [
      'set',
      'mail',
      '{"host":"169.254.169.254","port":25,"tls":"starttls","user":null,"from":"a@b.nl","secretIds":[]}',
    ],
    [
      'set',
      'mail',
      '{"host":"mail.example","port":25,"tls":"none","user":null,"from":"a@b.nl","secretIds":[]}',
    ],
    ['set', 'sms', '{"url":"http://sms.example/","from":"A","secrets":["whsec_"]}'],
    ['set', 'paging', '{"supervisor":["06 geheim"],"onCall":[]}'],
    ['set', 'paging', '{geheim'],
    ['set', 'geheimen', '{}'],
    ['set', 'paging'],
    ['get', 'paging', '--centre', 'Nergens'],
  ]) {
    const { status, said, complained } = await settings(args);
    expect({ args, status, said }).toEqual({ args, status: 1, said: '' });
    expect(complained).not.toMatch(/06 geheim|\{geheim|whsec_/);
  }
  const asTyped = await asProcess(['set', 'paging', '{geheim']);
  expect(asTyped).toEqual({ status: 1, said: '', complained: 'Dit is geen JSON.\n' });
  expect(await centre.system.sql`select from settings`).toHaveLength(0);
  expect(await centre.system.sql`select from setting_secrets`).toHaveLength(0);
  expect(await logged()).toEqual([]);
});
