// A first start has to build what carries sound, and nobody waits for that: presses are taken from the first
// line on, and sound joins the product that runs. Here the worker is one that somebody puts there later.
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, inject, test } from 'vitest';
import { waitUntil } from '../processes/child.ts';
import { makeDataFolder, startInstance } from '../testing/instance.ts';
import { findInstance } from './instance-file.ts';
import { apiScript } from './programs.ts';
import { captureScript } from './run-script.ts';
import { projectFolder } from './settings.ts';

/** As long as a start may take that first builds the console. */
const patience = { withinMilliseconds: 180_000, everyMilliseconds: 50 };
const folder = mkdtempSync(join(tmpdir(), 'achterwacht-late-sound-'));
const dataFolder = makeDataFolder();
afterAll(() => {
  for (const made of [folder, dataFolder]) rmSync(made, { recursive: true, force: true });
});

type Pressed = { acknowledged: boolean; sound: { accepted: boolean; isNoSoundHere: boolean } };

test(
  'an alarm of before there was sound is heard when it has come',
  { timeout: 300_000 },
  async () => {
    const worker = join(folder, 'mediasoup-worker');
    const putWorkerThere = () => symlinkSync(inject('mediaWorker'), worker);
    const starting = startInstance({ dataFolder, env: { MEDIASOUP_WORKER_BIN: worker } });
    try {
      // Commands find it as soon as it is usable.
      await Promise.race([
        starting,
        waitUntil('the instance', () => findInstance(dataFolder) !== undefined, patience),
      ]);
      const early = findInstance(dataFolder);
      if (!early) throw new Error('it was ready without sound');
      const readiness = await fetch(`${early.origin}/readyz`);
      expect([readiness.status, await readiness.json()]).toMatchObject([
        503,
        { dependencies: { sound: 'awaited', database: 'ok' } },
      ]);
      const api = (name: string, ...args: string[]) =>
        captureScript(apiScript(name), args, early.env);
      const { serial } = JSON.parse(await api('button-credentials', '--with-sound', '--json')) as {
        serial: string;
      };
      const press = async () =>
        JSON.parse(
          await captureScript(
            join(projectFolder, 'tools/run.ts'),
            ['press', '--serial', serial, '--seconds', '1', '--json'],
            { ACHTERWACHT_DATA: dataFolder },
          ),
        ) as Pressed;
      expect(await press()).toMatchObject({ acknowledged: true, sound: { isNoSoundHere: true } });

      putWorkerThere();
      const instance = await starting;
      expect((await fetch(`${instance.origin}/readyz`)).status).toBe(200);
      expect(await press()).toMatchObject({ acknowledged: true, sound: { accepted: true } });
      const open = JSON.parse(await api('alarms', '--open', '--json')) as {
        number: number;
        button: string;
      }[];
      const [alarm, ...more] = open.filter(({ button }) => button === serial);
      expect([alarm, more]).toEqual([expect.anything(), []]);
      await waitUntil(
        'its sound in the log',
        async () =>
          (await api('events', String(alarm?.number), '--json')).includes('"SoundStarted"'),
        patience,
      );
    } finally {
      // It waits for its worker before it is ready, and only then stops in order.
      if (!existsSync(worker)) putWorkerThere();
      await starting.then(
        (instance) => instance.stop(),
        () => undefined,
      );
    }
  },
);
