// What `achterwacht retention` sets and refuses, and what stands of it in the access log; a change and a refusal run it as a
// person does.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compileCache } from '../../../tools/testing/compile-cache.ts';
import { logErasure } from '../access/access-log.ts';
import type { Config } from '../config.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { useRetention } from './as-system/use-retention.ts';
import { inText } from './as-system/with-system.ts';

let centre: AlarmCentre;
beforeEach(async () => {
  centre = await openAlarmCentre();
});
afterEach(() => centre.end());

const callerName = 'jansen';

async function retention(...args: string[]) {
  const surroundings = {
    config: { callerName } as Config, // no more of it is asked
    system: centre.system,
    keys: centre.keys,
    json: false,
  };
  return useRetention(surroundings, args).then(
    (value) => ({ status: 0, said: inText(value), complained: '' }),
    (error: Error) => ({ status: 1, said: '', complained: error.message }),
  );
}

async function asProcess(env: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'retention.ts'), ...args], {
    env: {
      PATH: process.env['PATH'],
      ...compileCache,
      DATABASE_URL: centre.database.appUrl,
      DATABASE_SYSTEM_URL: centre.database.systemUrl,
      DATABASE_PUBLIC_URL: centre.database.publicUrl,
      REDIS_URL: 'redis://127.0.0.1:1',
      ACHTERWACHT_KEYS: centre.keys.folder,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await exit, said, complained };
}

type Line = { user_id: string | null; at: Date | string; result: string; origin: string };
const logged = () => centre.database.superuser<Line[]>`
  select user_id, at, result, origin from access_log
  where centre_id = ${centre.centreId} and action = 'retention.set' order by id`;

test('a change is logged: who, when, from what to what', async () => {
  const before = Date.now();
  const set = await asProcess({}, '--harmless', '30');
  expect(set).toMatchObject({ status: 0, complained: '' });
  const { said } = await asProcess({ SUDO_USER: callerName }, '--real', '400');
  expect(said).toContain('geluid van loos en test, na afhandeling: 30 dagen; 0 gewist');
  expect(said).toContain('geluid van echte alarmen, na afhandeling: 400 dagen; 0 gewist');
  const { said: all } = await retention('--real-content', '90', '--looks', '3000');
  expect(all).toContain('wat er is gezegd van echte alarmen, na afhandeling: 90 dagen');
  expect(all).toContain('wie wat heeft ingezien, na het inzien: 3000 dagen');
  expect(all).toContain('van loos en test, na afhandeling: niet vanzelf gewist');
  const lines = await logged();
  const rest =
    'harmless-content never, real-content never, access-lines 1827 days, stray-messages 28 days, unused-sheets 180 days';
  expect(lines.slice(0, 2).map(({ result }) => result)).toEqual([
    `from harmless-sound 7 days, real-sound never, ${rest}, to harmless-sound 30 days, real-sound never, ${rest}`,
    `from harmless-sound 30 days, real-sound never, ${rest}, to harmless-sound 30 days, real-sound 400 days, ${rest}`,
  ]);
  expect(lines.map(({ origin }) => origin)).toEqual([
    `machine:${userInfo().username}`,
    'machine:jansen',
    'machine:jansen',
  ]);
  for (const { user_id, at } of lines) {
    expect(user_id).toBeNull();
    expect(new Date(at).getTime()).toBeGreaterThanOrEqual(before);
    expect(new Date(at).getTime()).toBeLessThanOrEqual(Date.now());
  }
});

test('what was erased by itself is counted for each class, and proved line by line', async () => {
  const { system, centreId } = centre;
  const yesterday = new Date(Date.now() - 86_400_000);
  const before = new Date(Date.now() - 9 * 86_400_000);
  await system.transaction(async (tx) => {
    await logErasure(tx, centreId, { at: before, object: 'recording/1', class: 'harmless-sound' });
    await logErasure(tx, centreId, {
      at: yesterday,
      object: 'recording/2',
      class: 'harmless-sound',
    });
  });
  const { said } = await retention();
  expect(said).toContain(
    `geluid van loos en test, na afhandeling: 7 dagen; 2 gewist, het laatst op ${yesterday.toISOString()}`,
  );
  expect(said).toContain('geluid van echte alarmen, na afhandeling: niet vanzelf gewist; 0 gewist');
  const lines = (await retention('--proof', '7')).said.trim().split('\n');
  expect(lines).toEqual([expect.stringMatching(/harmless-sound {2}recording\/2$/)]);
});

test('looking sets nothing and is not logged; nor is what is refused', async () => {
  expect((await retention()).said).toContain('na afhandeling: 7 dagen');
  expect(await asProcess({}, '--harmless', '0')).toMatchObject({ status: 1, said: '' });
  expect(await retention('--harmless', 'never')).toMatchObject({ status: 1, said: '' });
  expect(await retention('--looks', '1826')).toMatchObject({ status: 1, said: '' });
  expect(await retention('--real', '9', '--centre', 'Nergens')).toMatchObject({ status: 1 });
  expect(await logged()).toEqual([]);
  expect((await retention()).said).toContain('na afhandeling: 7 dagen');
});
