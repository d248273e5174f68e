// Sound that was awaited and turns out not to be had, while people already work: it is said, and the centre
// goes on without it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { waitUntil } from '../processes/child.ts';
import { makeDataFolder, startInstance } from '../testing/instance.ts';
import { findInstance } from './data-folder/instance-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'achterwacht-no-sound-'));
const dataFolder = makeDataFolder();
afterAll(() => {
  for (const made of [folder, dataFolder]) rmSync(made, { recursive: true, force: true });
});

test('a worker that is none ends nothing: ready without sound, and nobody waits for it', async () => {
  const worker = join(folder, 'mediasoup-worker');
  const starting = startInstance({ dataFolder, env: { MEDIASOUP_WORKER_BIN: worker } });
  await Promise.race([
    starting,
    waitUntil('the instance', () => findInstance(dataFolder) !== undefined, {
      withinMilliseconds: 180_000,
      everyMilliseconds: 50,
    }),
  ]);
  const api = findInstance(dataFolder)?.pids['api'];
  // It says of itself what a worker says that is started by hand, and that is all it can.
  writeFileSync(worker, '#!/bin/sh\necho "not my real father" >&2\nexit 41\n', { mode: 0o755 });
  const instance = await starting;
  try {
    const readiness = await fetch(`${instance.origin}/readyz`);
    expect(await readiness.json()).toMatchObject({
      dependencies: { sound: 'absent', database: 'ok' },
    });
    // Told by a new life of it; everything else is what it was.
    expect(instance.describe().pids['api']).not.toBe(api);
  } finally {
    await instance.stop();
  }
});
