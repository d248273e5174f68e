// S2: from a press to its event parsed at the last of N consoles, against one durable insert and a
// bare WebSocket broadcast, and against what a team would otherwise take: Socket.IO over two processes
// with its Redis streams adapter.
import { startFloor, startStreamsFloor } from '../../floors/start-floor.ts';
import { progressOf, type MeasureOptions } from '../../harness/options.ts';
import { streamButtons } from '../../harness/presses/press-stream.ts';
import { ratioChecks, type Result } from '../../harness/result.ts';
import { interleave } from '../../harness/rounds.ts';
import { registerButtons, type Target } from '../../target/target.ts';
import { DeskSession, demoAccounts } from '../../target/desk-session.ts';
import { FanOut, fanOutChecks } from './fan-out-measure.ts';

/** Consoles × presses a second. The telling ones: an ordinary centre, a large one, a storm. */
const tellingCases: [number, number][] = [
  [10, 10],
  [100, 10],
  [100, 100],
  [1000, 10],
];
const fullCases: [number, number][] = [10, 100, 500, 1000].flatMap((consoles) =>
  [1, 10, 100]
    .filter((rate) => consoles * rate <= 10_000)
    .map((rate): [number, number] => [consoles, rate]),
);
const limits = { p50: 1.5, p99: 2 };
/** Ahead of what one would otherwise take. */
const aheadLimits = { p50: 1, p99: 1 };

export async function pressToConsoles(target: Target, options: MeasureOptions): Promise<Result> {
  const accounts = await registerButtons(target, streamButtons.count, streamButtons.series);
  const desk = await deskOf(target);
  const bare = await startFloor('ws', target.databaseOwnerUrl);
  const streams = await startStreamsFloor(target.databaseOwnerUrl, target.redisUrl);
  const result: Result = { scenario: 'press-to-consoles', measured: [], checks: [] };
  try {
    for (const [consoles, rate] of options.full ? fullCases : tellingCases) {
      const name = `S2 ${consoles} consoles, ${rate}/s`;
      options.reportProgress(name);
      const board = await desk.board();
      const floors = [
        ['ws + pg', bare, 'bare'],
        ['Socket.IO streams + pg', streams, 'socket.io'],
      ] as const;
      const fanOuts: FanOut[] = [];
      try {
        for (const [floorName, { devices, origins }, kind] of floors) {
          const audience = { kind, origins, count: consoles };
          fanOuts.push(await FanOut.open(floorName, devices, audience, accounts));
        }
        fanOuts.push(
          await FanOut.open(
            'achterwacht',
            target.api.devices,
            {
              kind: 'product',
              origins: [target.api.origin],
              count: consoles,
              cookie: desk.cookie,
              afterSequence: board.sequence,
            },
            accounts,
          ),
        );
        for (const fanOut of fanOuts) await fanOut.warmUp();
        const systems = await interleave(
          fanOuts.map((fanOut) => fanOut.system(rate, options.seconds)),
          options.rounds,
          progressOf(name, options),
        );
        result.measured.push({ name, systems });
        const [wsFloor, streamsFloor, product] = systems;
        if (wsFloor && streamsFloor && product) {
          result.checks.push(...ratioChecks(name, product, wsFloor, limits));
          result.checks.push(...ratioChecks(name, product, streamsFloor, aheadLimits));
        }
        result.checks.push(...fanOutChecks(name, fanOuts));
      } finally {
        for (const fanOut of fanOuts) await fanOut.close();
      }
    }
  } finally {
    await bare.stop();
    await streams.stop();
  }
  return result;
}

export async function deskOf(target: Target): Promise<DeskSession> {
  const centralist = (await demoAccounts(target)).find(({ role }) => role === 'centralist');
  if (centralist === undefined) throw new Error('this demo has no centralist');
  return DeskSession.logIn(target, centralist);
}
