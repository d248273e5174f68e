import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identityOf } from '../../processes/process-table.ts';
import { claimMode, modeOf, openDataFolder } from './data-folder.ts';
import { findInstance, requireInstance, writeInstance } from './instance-file.ts';
import { openKeys } from './keys.ts';

let folder: string;
const started: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'achterwacht-data-'));
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

test('a data folder has one user at a time, and the refusal names the process', () => {
  const first = openDataFolder(folder);
  expect(() => openDataFolder(folder)).toThrow(`in use by process ${process.pid}`);
  first.close();
  openDataFolder(folder).close();
  expect(readdirSync(folder)).toEqual([]);
});

test('the lock of a killed process is taken over without a hand', async () => {
  const holder = spawn(process.execPath, ['-e', takeLockAndWait()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(holder);
  await once(holder.stdout, 'data');
  expect(() => openDataFolder(folder)).toThrow(`in use by process ${holder.pid}`);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const taken = openDataFolder(folder);
  expect(readFileSync(join(folder, 'lock'), 'utf8')).toContain(`"pid":${process.pid},`);
  taken.close();
});

test('a number that was handed out again is not the old process', () => {
  const me = { ...identityOf(process.pid), startedAtTick: '1' };
  writeFileSync(join(folder, 'lock'), JSON.stringify(me));
  openDataFolder(folder).close();
});

test('of many processes that find a dead lock at once, exactly one gets it', async () => {
  writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: 4_000_000, startedAtTick: '1' }));
  const rivals = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ['-e', takeLockAndWait()], { stdio: ['ignore', 'pipe', 'ignore'] }),
  );
  started.push(...rivals);
  const outcomes = await Promise.all(
    rivals.map((rival) =>
      Promise.race([
        once(rival.stdout, 'data').then(() => 'got it'),
        once(rival, 'exit').then(() => 'refused'),
      ]),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'got it')).toHaveLength(1);
});

test('a folder keeps its mode: the demo refuses a real one, and the reverse', () => {
  expect(modeOf(folder)).toBeUndefined();
  claimMode(folder, 'real');
  claimMode(folder, 'real');
  expect(() => claimMode(folder, 'demo')).toThrow('set up for real use');
  rmSync(join(folder, 'mode'));
  claimMode(folder, 'demo');
  expect(() => claimMode(folder, 'real')).toThrow('holds a demo');
  writeFileSync(join(folder, 'mode'), 'both');
  expect(() => modeOf(folder)).toThrow('neither demo nor real');
});

test('keys are made once, for this user only, and differ', () => {
  const keys = openKeys(folder);
  const { folder: keysFolder, ...secrets } = keys;
  expect(openKeys(folder)).toEqual(keys);
  expect(new Set(Object.values(secrets)).size).toBe(Object.keys(secrets).length);
  expect(keys.masterKey).toMatch(/^[0-9a-f]{64}$/);
  expect(readFileSync(join(keysFolder, 'master.key'), 'utf8')).toBe(keys.masterKey);
  expect(statSync(keysFolder).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(keysFolder)) {
    expect(statSync(join(keysFolder, name)).mode & 0o777, name).toBe(0o600);
  }
});

test('an instance is found while its process lives, and not a moment longer', async () => {
  expect(() => requireInstance(folder)).toThrow('is not running');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e9)']);
  started.push(child);
  await once(child, 'spawn');
  const identity = identityOf(child.pid ?? 0);
  if (!identity) throw new Error('the child is not in the process table');
  const instance = {
    mode: 'demo',
    origin: 'http://x',
    process: identity,
    pids: {},
    ports: {},
    env: {},
  } as const;
  writeInstance(folder, instance);
  expect(findInstance(folder)).toEqual(instance);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(findInstance(folder)).toBeUndefined();
});

function takeLockAndWait(): string {
  const module = JSON.stringify(join(import.meta.dirname, 'data-folder.ts'));
  return `import(${module}).then(({ openDataFolder }) => {
    openDataFolder(${JSON.stringify(folder)});
    console.log('locked');
    setInterval(() => {}, 1e9);
  });`;
}
