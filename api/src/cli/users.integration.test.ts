// `achterwacht users` as a person runs it: what it prints, what it refuses, and what stands of it in the access log.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';

let centre: AlarmCentre;
beforeAll(async () => {
  centre = await openAlarmCentre();
});
afterAll(() => centre.end());

async function users(...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'users.ts'), ...args], {
    env: {
      PATH: process.env['PATH'],
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

test('invites with a link, and keeps out, restores and resets whoever is there; each is logged', async () => {
  const who = centre.anna.id;
  const noor = ['--name', 'Noor', '--email', 'noor@voorbeeld.test', '--role', 'centralist'];
  const invited = await users('invite', ...noor);
  expect(invited).toMatchObject({ status: 0, complained: '' });
  expect(invited.said).toMatch(/\/uitnodiging#[\w-]{43}\n/);
  expect(await users('invite', ...noor)).toMatchObject({ status: 1, said: '' });
  expect((await users('show', 'noor@voorbeeld.test')).said).toContain('"MemberInvited"');
  for (const what of ['suspend', 'restore', 'end-sessions'])
    expect(await users(what, who)).toMatchObject({ status: 0, complained: '' });
  expect((await users('reset-factor', who)).complained).toContain('--seen');
  const reset = await users('reset-factor', who, '--seen', 'in-person');
  expect(reset.said).toMatch(/^\d{4} \d{4}\n/);
  expect((await users('end', 'niemand@voorbeeld.test')).status).toBe(1);
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
