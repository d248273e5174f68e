// S10: a hundred alarms with sound, three listeners each, everything recorded: what the media-server
// costs this machine beside mediasoup that does the same and nothing else.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readSound } from '../button/sound/sound-file.ts';
import { progressOf, type MeasureOptions } from '../harness/options.ts';
import { atMost, type Check, type Result } from '../harness/result.ts';
import { spreadOf } from '../harness/rounds.ts';
import { findWorker } from './sound/find-worker.ts';
import { listenersPerRoom, RoomCrowd } from './sound/room-crowd.ts';
import { startBareRooms, startMediaServer, type RoomSystem } from './sound/room-systems.ts';

const roomCount = 100;
const limits = { cpu: 1.3 };

export async function rooms(options: MeasureOptions): Promise<Result> {
  const workerBin = await findWorker();
  const workers = Math.min(4, availableParallelism());
  const speech = await readSound(join(import.meta.dirname, '../../audio/speech.opus'));
  const name = `S10 ${roomCount} rooms, ${listenersPerRoom} listeners each`;
  const systems: RoomSystem[] = [];
  const crowds: RoomCrowd[] = [];
  try {
    for (const start of [startBareRooms, startMediaServer]) {
      const system = await start({ rooms: roomCount, workers, workerBin });
      systems.push(system);
      options.reportProgress(`${name}: ${system.name} gets its devices and listeners`);
      crowds.push(await RoomCrowd.gather(system, speech));
    }
    const reportProgress = progressOf(name, options);
    for (let round = 1; round <= options.rounds; round += 1) {
      for (const crowd of crowds) await crowd.speak(options.seconds);
      reportProgress(round);
    }
    const checks: Check[] = [];
    for (const crowd of crowds) checks.push(...(await crowd.checks()));
    const [bare, product] = crowds;
    if (bare && product) {
      const ratios = product.costs.map(({ cpu }, round) => cpu / (bare.costs[round]?.cpu ?? 0));
      checks.push(
        atMost(`${name}: CPU against ${bare.name}`, spreadOf(ratios).median, limits.cpu, '×'),
      );
    }
    return {
      scenario: 'rooms',
      measured: [],
      costs: [
        {
          name: `${name}, CPU in % of one core`,
          systems: crowds.map((crowd) => ({
            name: crowd.name,
            spread: spreadOf(crowd.costs.map(({ cpu }) => cpu * 100)),
          })),
        },
        {
          name: `${name}, memory in MB`,
          systems: crowds.map((crowd) => ({
            name: crowd.name,
            spread: spreadOf(crowd.costs.map(({ megabytes }) => megabytes)),
          })),
        },
      ],
      checks,
    };
  } finally {
    for (const crowd of crowds) await crowd.close();
    for (const system of systems) await system.stop();
  }
}
