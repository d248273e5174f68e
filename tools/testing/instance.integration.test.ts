// The whole product as a process: what an administrator relies on when it starts, stops and is killed. One
// product goes through a day of it, test by test, because a start costs more than anything asked here.
//
// A first start has to build what carries sound, and nobody waits for that: presses are taken from the first
// line on, and sound joins the product that runs. Here the worker is one that somebody puts there later.
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { findInstance, type Instance } from '../instance/data-folder/instance-file.ts';
import { apiScript, statusOf } from '../instance/programs.ts';
import { captureScript } from '../instance/run-script.ts';
import { projectFolder } from '../instance/settings.ts';
import { waitUntil } from '../processes/child.ts';
import { isAlive, identityOf, processesWorkingIn } from '../processes/process-table.ts';
import { makeDataFolder, startInstance, type TestInstance } from './instance.ts';

const workerFolder = mkdtempSync(join(tmpdir(), 'achterwacht-late-sound-'));
const worker = join(workerFolder, 'mediasoup-worker');
const dataFolder = makeDataFolder();
const env = { MEDIASOUP_WORKER_BIN: worker };
/** Ready only once it has its worker. */
let starting: Promise<TestInstance>;
/** As it says of itself as soon as it is usable. */
let early: Instance;
let serial: string;
let instance: TestInstance;
const patience = { withinMilliseconds: 60_000, everyMilliseconds: 50 };
const slow = 300_000; // the first start may build the console

beforeAll(async () => {
  starting = startInstance({ dataFolder, env });
  await Promise.race([
    starting,
    waitUntil('the instance', () => findInstance(dataFolder) !== undefined, {
      ...patience,
      withinMilliseconds: slow,
    }),
  ]);
  const found = findInstance(dataFolder);
  if (!found) throw new Error('it was ready without sound');
  early = found;
}, slow);
afterAll(async () => {
  // It waits for its worker before it is ready, and only then stops in order.
  putWorkerThere();
  await starting.then(
    (first) => (instance ?? first).stop(),
    () => undefined,
  );
  for (const made of [workerFolder, dataFolder]) rmSync(made, { recursive: true, force: true });
});

test('takes presses before it has sound, and says that sound is awaited', async () => {
  const readiness = await fetch(`${early.origin}/readyz`);
  expect([readiness.status, await readiness.json()]).toMatchObject([
    503,
    { dependencies: { sound: 'awaited', database: 'ok' } },
  ]);
  ({ serial } = await asked<{ serial: string }>('button-credentials', '--with-sound'));
  expect(await press()).toMatchObject({ acknowledged: true, sound: { isNoSoundHere: true } });
});

test('an alarm of before there was sound is heard when it has come', async () => {
  putWorkerThere();
  instance = await starting;
  expect(await readiness()).toBe(200);
  expect(await press()).toMatchObject({ acknowledged: true, sound: { accepted: true } });
  const open = await asked<{ number: number; button: string }[]>('alarms', '--open');
  const [alarm, ...more] = open.filter(({ button }) => button === serial);
  expect([alarm, more]).toEqual([expect.anything(), []]);
  const isHeard = async () => {
    const events = await asked<{ type: string }[]>('events', String(alarm?.number));
    return events.some(({ type }) => type === 'SoundStarted');
  };
  await waitUntil('its sound in the log', isHeard, { ...patience, everyMilliseconds: 500 });
});

test('answers through one origin, and refuses a second on its folder', async () => {
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
    instance = await startInstance({ dataFolder, env });
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

function putWorkerThere(): void {
  if (!existsSync(worker)) symlinkSync(inject('mediaWorker'), worker);
}

/** What a command of the api prints, while it is usable and not yet ready too. */
async function asked<T>(name: string, ...args: string[]): Promise<T> {
  return JSON.parse(await captureScript(apiScript(name), [...args, '--json'], early.env)) as T;
}

type Pressed = { acknowledged: boolean; sound: { accepted: boolean; isNoSoundHere: boolean } };

async function press(): Promise<Pressed> {
  const run = join(projectFolder, 'tools/run.ts');
  const args = ['press', '--serial', serial, '--seconds', '1', '--json'];
  return JSON.parse(await captureScript(run, args, { ACHTERWACHT_DATA: dataFolder })) as Pressed;
}

function readiness(): Promise<number | undefined> {
  return statusOf(`${instance.origin}/readyz`);
}
