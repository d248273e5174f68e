import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failWhenEnded, startChild, waitUntil, type Program } from './child.ts';
import { identityOf, isAlive, processesWorkingIn } from './process-table.ts';
import { supervise } from './supervisor.ts';

const patience = { withinMilliseconds: 10_000 };
let folder: string;
let printed: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'achterwacht-child-'));
  printed = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const options = { onLine: () => undefined, print: (text: string) => printed.push(text) };

test('what ends by itself is started again, and what is stopped stays stopped', async () => {
  const supervised = await supervise(program('setInterval(() => {}, 1e9)'), options);
  const first = supervised.pid() ?? 0;
  process.kill(first, 'SIGKILL');
  await waitUntil('the restart', () => supervised.restarts() === 1, patience);
  const second = supervised.pid() ?? 0;
  expect(second).not.toBe(first);
  expect(printed).toContain('subject is back');
  await supervised.stop(2000);
  expect(identityOf(second)).toBeUndefined();
  expect(supervised.pid()).toBeUndefined();
});

test('a program that keeps failing is tried again with growing pauses, and can still be stopped', async () => {
  const counter = join(folder, 'starts');
  writeFileSync(counter, '');
  const code = `require('fs').appendFileSync(${JSON.stringify(counter)}, 'x');
    if (require('fs').readFileSync(${JSON.stringify(counter)}, 'utf8').length > 1) process.exit(3);
    setInterval(() => {}, 1e9)`;
  const starts = () => readFileSync(counter, 'utf8').length;
  let isFirst = true;
  const untilReady: Program['untilReady'] = async (child) => {
    if (!isFirst) return failWhenEnded(child);
    isFirst = false;
    await waitUntil('its start', () => starts() === 1, patience);
  };
  const supervised = await supervise({ ...program(code), untilReady }, options);
  process.kill(supervised.pid() ?? 0, 'SIGKILL');
  await waitUntil('three more tries', () => starts() >= 4, patience);
  await supervised.stop(2000);
  expect(supervised.restarts()).toBe(0);
  const afterwards = starts();
  await new Promise((resolve) => setTimeout(resolve, 1200));
  expect(starts()).toBe(afterwards);
});

test('a first start that fails says so with the last words of the program', async () => {
  const failing = {
    ...program('console.error("no room"); process.exit(1)'),
    untilReady: failWhenEnded,
  };
  await expect(supervise(failing, options)).rejects.toThrow(/subject ended \(1\).*no room/);
});

test('a child that ignores being asked is killed, its own children with it', async () => {
  const code = `process.on('SIGTERM', () => {});
    require('child_process').spawn('sleep', ['1000'], { cwd: ${JSON.stringify(folder)} });
    setInterval(() => {}, 1e9)`;
  const child = await startChild(program(code), () => undefined);
  await waitUntil('its child', () => processesWorkingIn(folder).length === 1, patience);
  const { signal } = await child.stop(300);
  expect(signal).toBe('SIGKILL');
  await waitUntil('the end of its child', () => processesWorkingIn(folder).length === 0, patience);
});

test('kill -9 of the parent ends the child', async () => {
  const module = JSON.stringify(join(import.meta.dirname, 'child.ts'));
  const parent = spawn(
    process.execPath,
    [
      '-e',
      `import(${module}).then(async ({ startChild }) => {
        const child = await startChild(${JSON.stringify(program('setInterval(() => {}, 1e9)'))}, () => {});
        console.log(child.pid);
      })`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
  const child = identityOf(Number(printed.toString()));
  if (!child) throw new Error('the child is not there');
  parent.kill('SIGKILL');
  await waitUntil('the end of the child', () => !isAlive(child), patience);
});

function program(code: string): Program {
  return { name: 'subject', command: process.execPath, args: ['-e', code], stopSignal: 'SIGTERM' };
}
