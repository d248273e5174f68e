// The load command as a program, as far as it goes without a running product.
import { expect, test } from 'vitest';
import { runCommand } from './test-command.ts';

const load = (args: string[], env: Record<string, string> = {}) =>
  runCommand('load.ts', args, { PATH: process.env['PATH'] ?? '', ...env });

test('lists its scenarios', async () => {
  const { printed, status } = await load(['--list']);
  expect(status).toBe(0);
  expect(printed).toMatch(/^fan-out .*\n(?:.*\n)*claim-race /);
  const asJson = await load(['--list', '--json']);
  expect(JSON.parse(asJson.printed)).toContainEqual({
    name: 'claim-race',
    does: expect.any(String) as string,
  });
});

const real = {
  ACHTERWACHT_MODE: 'real',
  ACHTERWACHT_ORIGIN: 'http://127.0.0.1:8080',
  ACHTERWACHT_BIND: '127.0.0.1',
  ACHTERWACHT_API_PORT: '8081',
  ACHTERWACHT_DC09_PORT: '12009',
  DATABASE_OWNER_URL: 'postgres://nobody@127.0.0.1/nothing',
  REDIS_URL: 'unix:///nothing',
};

test.each([
  [['faster'], {}, 'There is no scenario faster'],
  [['--rounds', '0'], {}, '0 must be a number from 1'],
  [['--faster'], {}, "Unknown option '--faster'"],
  [['claim-race'], {}, 'Achterwacht is not running here'],
  [['claim-race'], real, 'This instance is in real use'],
])('refuses %j in one sentence', async (args, env, sentence) => {
  const { complaints, status } = await load(args, env);
  expect(status).toBe(2);
  expect(complaints).toContain(sentence);
  expect(complaints.trim().split('\n')).toHaveLength(1);
});
