// Both systems of the scenario, small: two rooms on two workers, three listeners each, everything heard
// and everything kept. What it costs is for the scenario.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSound } from '../button/sound/sound-file.ts';
import { findWorker } from './sound/find-worker.ts';
import { RoomCrowd } from './sound/room-crowd.ts';
import { startBareRooms, startMediaServer } from './sound/room-systems.ts';

const workerBin = await findWorker().catch(() => undefined);

test.skipIf(workerBin === undefined).each([
  ['bare mediasoup', startBareRooms],
  ['the media-server', startMediaServer],
])('%s: every packet of every room is heard three times and kept once', async (_name, start) => {
  const speech = await readSound(join(import.meta.dirname, '../../audio/speech.opus'));
  const system = await start({ rooms: 2, workers: 2, workerBin: workerBin ?? '' });
  try {
    const crowd = await RoomCrowd.gather(system, speech);
    await crowd.speak(0.5);
    expect((await crowd.checks()).filter(({ passed }) => !passed)).toEqual([]);
    const [cost] = crowd.costs;
    expect(cost?.megabytes).toBeGreaterThan(20);
    await crowd.close();
  } finally {
    await system.stop();
  }
});
