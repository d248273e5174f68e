// The whole product as a process: what an administrator relies on when it starts, stops and is killed.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statusOf } from '../instance/programs.ts';
import { waitUntil } from '../processes/child.ts';
import { isAlive, identityOf, processesWorkingIn } from '../processes/process-table.ts';
import { makeDataFolder, startInstance, type TestInstance } from './instance.ts';

// One product through a day of it, test by test: making a centre up takes longer than anything asked here.
let dataFolder: string;
let instance: TestInstance;
const patience = { withinMilliseconds: 60_000, everyMilliseconds: 50 };
const slow = 300_000; // the first start may build the console

beforeAll(async () => {
  dataFolder = makeDataFolder();
  instance = await startInstance({ dataFolder });
}, slow);
afterAll(async () => {
  await instance.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

test('answers through one origin, and refuses a second on its folder', async () => {
  expect(await readiness()).toBe(200);
  expect((await fetch(`${instance.origin}/`)).headers.get('content-type')).toContain('text/html');
  expect((await instance.accounts()).length).toBeGreaterThan(0);
  await expect(startInstance({ dataFolder })).rejects.toThrow(
    `in use by process ${instance.describe().process.pid}`,
  );
});

test(
  'kill -9 ends everything at once, and the next start needs no repair',
  { timeout: slow },
  async () => {
    const identities = Object.values(instance.describe().pids).map(identityOf);
    await instance.kill();
    await waitUntil(
      'the end of every program',
      () => identities.every((one) => !one || !isAlive(one)),
      patience,
    );
    expect(processesWorkingIn(dataFolder)).toEqual([]);
    instance = await startInstance({ dataFolder });
    expect(await readiness()).toBe(200);
  },
);

test('stops when asked, leaves nothing running, and its folder stays a demo', async () => {
  const { pids } = instance.describe();
  await instance.stop();
  expect(Object.values(pids).filter((pid) => identityOf(pid))).toEqual([]);
  expect(existsSync(join(dataFolder, 'postgres/postmaster.pid'))).toBe(false);
  expect(existsSync(join(dataFolder, 'instance.json'))).toBe(false);
  await expect(startInstance({ dataFolder, mode: 'serve' })).rejects.toThrow('holds a demo');
});

function readiness(): Promise<number | undefined> {
  return statusOf(`${instance.origin}/readyz`);
}
