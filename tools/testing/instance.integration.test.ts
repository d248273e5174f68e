// The whole product as a process: what an administrator relies on when it starts, stops and is killed.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { statusOf } from '../instance/programs.ts';
import { waitUntil } from '../processes/child.ts';
import { isAlive, identityOf, processesWorkingIn } from '../processes/process-table.ts';
import { makeDataFolder, startInstance, type TestInstance } from './instance.ts';

const slow = 300_000; // the first one may build the console
const patience = { withinMilliseconds: 20_000, everyMilliseconds: 50 };

let dataFolder: string;
const running: TestInstance[] = [];
beforeEach(() => {
  dataFolder = makeDataFolder();
});
afterEach(async () => {
  for (const instance of running.splice(0)) await instance.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

test(
  'starts, answers through one origin, refuses a second on its folder, stops within 10 s',
  { timeout: slow },
  async () => {
    const instance = await start();
    expect((await fetch(`${instance.origin}/readyz`)).status).toBe(200);
    expect((await fetch(`${instance.origin}/`)).headers.get('content-type')).toContain('text/html');
    expect((await instance.accounts()).length).toBeGreaterThan(0);

    const { process: supervisor, pids } = instance.describe();
    await expect(startInstance({ dataFolder })).rejects.toThrow(
      `in use by process ${supervisor.pid}`,
    );

    const startedAt = performance.now();
    await instance.stop();
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(Object.values(pids).filter((pid) => identityOf(pid))).toEqual([]);
    expect(existsSync(join(dataFolder, 'postgres/postmaster.pid'))).toBe(false);
    expect(existsSync(join(dataFolder, 'instance.json'))).toBe(false);
    await expect(startInstance({ dataFolder, mode: 'serve' })).rejects.toThrow('holds a demo');
  },
);

test(
  'kill -9 ends everything at once, and the next start needs no repair',
  { timeout: slow },
  async () => {
    const first = await start();
    const identities = Object.values(first.describe().pids).map(identityOf);
    await first.kill();
    await waitUntil(
      'the end of every program',
      () => identities.every((one) => !one || !isAlive(one)),
      patience,
    );
    expect(processesWorkingIn(dataFolder)).toEqual([]);
    const second = await start();
    expect((await fetch(`${second.origin}/readyz`)).status).toBe(200);
  },
);

test('whichever program is killed comes back by itself', { timeout: slow }, async () => {
  const instance = await start();
  for (const name of ['api', 'console', 'front-door', 'redis', 'postgres']) {
    const before = instance.describe().pids[name];
    process.kill(before ?? 0, 'SIGKILL');
    await waitUntil(
      `the return of ${name}`,
      () => (instance.describe().pids[name] ?? before) !== before,
      patience,
    );
    await waitUntil(
      'readiness',
      async () => (await statusOf(`${instance.origin}/readyz`)) === 200,
      patience,
    );
  }
});

async function start(): Promise<TestInstance> {
  const instance = await startInstance({ dataFolder });
  running.push(instance);
  return instance;
}
