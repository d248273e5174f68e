// `achterwacht init` as a person runs it: all or nothing, once, and what stands there afterwards.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileCache } from '../../../tools/testing/compile-cache.ts';
import { verifyLog } from '../streams.ts';
import { freshDatabase, type FreshDatabase } from '../testing/fresh-database.ts';
import { temporaryKeys } from '../testing/key-ring.ts';

let database: FreshDatabase;
const keys = temporaryKeys();
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await database.drop();
  keys.remove();
});

async function run(program: string, args: string[], input = '') {
  const child = spawn(process.execPath, [join(import.meta.dirname, program), ...args], {
    env: {
      PATH: process.env['PATH'],
      ...compileCache,
      DATABASE_URL: database.appUrl,
      DATABASE_SYSTEM_URL: database.systemUrl,
      DATABASE_PUBLIC_URL: database.appUrl,
      REDIS_URL: 'redis://127.0.0.1:1',
      ACHTERWACHT_KEYS: keys.folder,
      ACHTERWACHT_ORIGIN: 'https://centrale.test',
    },
  });
  child.stdin.end(input);
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await exit, said, complained };
}

const flags = [
  ...['--centre', 'Alarmcentrale Proef', '--phone', '088 123 45 67'],
  ...['--control-room', 'noord-holland=088 662 09 11,088 662 09 12'],
  ...['--municipality', 'Haarlem', '--name', 'Els Bakker', '--email', 'Els@Proef.test'],
];

test('without a terminal whatever is missing is named at once, in the language that was chosen', async () => {
  for (const [language, first] of [
    ['nl', 'Er is niets opgeslagen.'],
    ['en', 'Nothing was stored.'],
  ] as const) {
    const asked = await run('init-answers.ts', ['--lang', language, '--phone', 'geen']);
    expect(asked).toMatchObject({ status: 1, said: '' });
    expect(asked.complained.startsWith(first)).toBe(true);
    expect(asked.complained.trim().split('\n')).toHaveLength(6);
  }
});

test('what it asked becomes a centre with numbers, a municipality and an invitation; twice is refused', async () => {
  const { said: answers } = await run('init-answers.ts', [...flags, '--lang', 'en']);
  const made = await run('init.ts', [], answers);
  expect(made).toMatchObject({ status: 0, complained: '' });
  expect(made.said).toMatch(/https:\/\/centrale\.test\/uitnodiging#[\w-]{43}\n/);
  const [centre] = await database.superuser`
    select centres.name, police_phone, jsonb_array_length(control_room_lines) as lines,
      municipalities.name as municipality, municipalities.code, members.role, members.email
    from centres join municipalities on municipalities.centre_id = centres.id
      join members on members.centre_id = centres.id`;
  expect(centre).toEqual({
    name: 'Alarmcentrale Proef',
    police_phone: '088 662 09 11',
    lines: 2,
    municipality: 'Haarlem',
    code: '0392',
    role: 'administrator',
    email: 'els@proef.test',
  });
  const [spoken] = await database.superuser`
    select languages.state -> 'value' ->> 'usual' as usual,
      member_records.state -> 'invitation' ->> 'language' as invited
    from settings as languages, member_records where languages.kind = 'languages'`;
  expect(spoken).toEqual({ usual: 'en', invited: 'en' });
  expect((await verifyLog(database.system, keys)).faults).toEqual([]);
  const again = await run('init.ts', [], answers);
  expect(again).toMatchObject({ status: 1, said: '' });
  expect(again.complained).toBe('There is an alarm centre here already; nothing was changed.\n');
});
