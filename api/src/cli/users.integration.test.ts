// `achterwacht users` as a person runs it: what it prints, what it refuses, and what stands of it in the access log.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileCache } from '../../../tools/testing/compile-cache.ts';
import type { Config } from '../config.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { useUsers } from './as-system/use-users.ts';

let centre: AlarmCentre;
beforeAll(async () => {
  centre = await openAlarmCentre();
});
afterAll(() => centre.end());

const inProcess = (...args: string[]): Promise<unknown> =>
  useUsers(
    {
      // No more of it is asked.
      config: { origin: 'https://meldkamer.test', callerName: 'jansen' } as Config,
      system: centre.system,
      keys: centre.keys,
      json: false,
    },
    args,
  );

async function asProcess(...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'users.ts'), ...args], {
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
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await exit, said, complained };
}

const noor = ['--name', 'Noor', '--email', 'noor@voorbeeld.test', '--role', 'centralist'];

test('as a person runs it: the link is printed once, a refusal is a sentence and a status', async () => {
  const invited = await asProcess('invite', ...noor);
  expect(invited).toMatchObject({ status: 0, complained: '' });
  expect(invited.said).toMatch(/\/uitnodiging#[\w-]{43}\n/);
  const again = await asProcess('invite', ...noor);
  expect(again).toMatchObject({ status: 1, said: '' });
  expect(again.complained).toContain('mailadres');
});

test('shows, keeps out, restores and resets whoever is there; each is logged', async () => {
  const who = centre.anna.id;
  expect(JSON.stringify(await inProcess('show', 'noor@voorbeeld.test'))).toContain('MemberInvited');
  expect(await inProcess('--search', 'noor')).toContain('invited');
  expect(await inProcess('suspend', who)).toBe(`${who}: suspended`);
  expect(await inProcess('restore', who)).toBe(`${who}: active`);
  await inProcess('end-sessions', who);
  await expect(inProcess('reset-factor', who)).rejects.toThrow('--seen');
  expect(await inProcess('reset-factor', who, '--seen', 'in-person')).toMatch(/^\d{4} \d{4}\n/);
  await expect(inProcess('end', 'niemand@voorbeeld.test')).rejects.toThrow('Er is niemand');
  const logged = await centre.database.superuser<{ result: string; origin: string }[]>`
    select result, origin from access_log where action = 'member.set' order by id`;
  expect(logged.map(({ result }) => result)).toEqual([
    'InviteMember',
    'SuspendMember',
    'RestoreMember',
    'EndSessions',
    'AskFactorReset',
    'ApproveFactorReset',
  ]);
  expect(new Set(logged.map(({ origin }) => origin))).toEqual(new Set(['machine:jansen']));
});
