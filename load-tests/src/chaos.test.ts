// The chaos command as a program, as far as it goes without a product (see chaos.drill.test.ts), and what it
// writes down.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeReport } from './chaos/write-report.ts';
import { runCommand } from './test-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'achterwacht-chaos-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const chaos = (...args: string[]) => runCommand('chaos.ts', args);

test('lists its scenarios', async () => {
  const { printed, status } = await chaos('--list', '--json');
  expect(status).toBe(0);
  const names = (JSON.parse(printed) as { name: string; does: string }[]).map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['kill-api', 'kill-postgres', 'pause-redis', 'clock-step', 'link-cut']),
  );
});

test.each([
  [['flood'], 'There is no scenario flood'],
  [['kill-api', '--seconds', '1'], '1 must be a number from 4 upwards'],
  [['--hard'], "Unknown option '--hard'"],
])('refuses %j in one sentence', async (args, sentence) => {
  const { complaints, status } = await chaos(...args);
  expect(status).toBe(2);
  expect(complaints).toContain(sentence);
  expect(complaints.trim().split('\n')).toHaveLength(1);
});

test('what broke stands in the report, and no text of it becomes markup', async () => {
  const page = await writeReport(join(folder, 'broken'), [
    {
      scenario: 'kill-api',
      does: 'kill -9',
      startedAt: '2026-03-02T08:00:00.000Z',
      seconds: 6,
      done: [{ atSeconds: 1, what: 'kill' }],
      presses: { acknowledged: 1, retried: 0, slowestMilliseconds: 2 },
      consoles: { returns: 0 },
      alarms: 1,
      events: 1,
      latestDeadlineMilliseconds: 0,
      broken: ['press 7 of <b>AB12</b> is 0 signals'],
      passed: false,
    },
  ]);
  const html = readFileSync(page, 'utf8');
  expect(html).toContain('something broke');
  expect(html).toContain('press 7 of &lt;b>AB12&lt;/b> is 0 signals');
});
