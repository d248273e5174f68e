// The chaos command as a program against a product that it starts itself: one short scenario. The others take
// the same way through it and are run by hand (README).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Report } from './chaos/run-scenario.ts';
import { runCommand } from './test-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'achterwacht-chaos-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const chaos = (...args: string[]) => runCommand('chaos.ts', args);

test('a drill: the api killed twice under presses and consoles, everything held, and it is written down', async () => {
  const report = join(folder, 'drill');
  const { printed, complaints, status } = await chaos(
    'kill-api',
    '--seconds',
    '6',
    '--json',
    '--report',
    report,
  );
  const { passed, scenarios } = JSON.parse(printed) as { passed: boolean; scenarios: Report[] };
  expect(scenarios[0]?.broken).toEqual([]);
  expect([status, passed]).toEqual([0, true]);
  expect(scenarios[0]?.presses.acknowledged).toBeGreaterThan(0);
  expect(scenarios[0]?.consoles.returns).toBeGreaterThan(0);
  expect(complaints.match(/kill -9 api/g)).toHaveLength(2);
  expect(JSON.parse(readFileSync(join(report, 'report.json'), 'utf8'))).toEqual({
    passed,
    scenarios,
  });
  expect(readFileSync(join(report, 'report.html'), 'utf8')).toContain('everything held');
}, 240_000);
