// The chaos command as a program against a product that it starts itself: one short scenario. The others take
// the same way through it and are run by hand (README).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import type { Report } from './chaos/run-scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'achterwacht-chaos-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function chaos(...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'chaos.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [printed, complaints, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { printed, complaints, status };
}

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
