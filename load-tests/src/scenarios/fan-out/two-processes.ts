// S3: the same as S2 over two api processes, presses on the first and consoles on both, against the
// same on one. The price of the second process is the way over Redis, or over Postgres without it.
import { progressOf, type MeasureOptions } from '../../harness/options.ts';
import { streamButtons } from '../../harness/presses/press-stream.ts';
import { ratioChecks, type Result } from '../../harness/result.ts';
import { interleave } from '../../harness/rounds.ts';
import { registerButtons, startSecondApi, type Target } from '../../target/target.ts';
import { FanOut, fanOutChecks } from './fan-out-measure.ts';
import { deskOf } from './press-to-consoles.ts';

const cases: [number, number][] = [
  [100, 10],
  [100, 100],
];
const limits = { p99: 1.5 };

export async function twoProcesses(target: Target, options: MeasureOptions): Promise<Result> {
  const accounts = await registerButtons(target, streamButtons.count, streamButtons.series);
  const desk = await deskOf(target);
  const second = await startSecondApi(target);
  const result: Result = { scenario: 'two-processes', measured: [], checks: [] };
  try {
    for (const [consoles, rate] of cases) {
      const name = `S3 ${consoles} consoles, ${rate}/s`;
      options.reportProgress(name);
      // Both audiences hear all presses, whichever of the two streams sent them: one feed. So the
      // audiences take turns, each connected only for its own rounds.
      const audience = (origins: string[]) => async () => {
        const { sequence } = await desk.board();
        const { cookie } = desk;
        const desks = { kind: 'product' as const, count: consoles, cookie };
        return { ...desks, origins, afterSequence: sequence };
      };
      const checked: FanOut[] = [];
      const system = (label: string, open: ReturnType<typeof audience>) => ({
        name: label,
        measure: async (seed: number) => {
          const fanOut = await FanOut.open(label, target.api.devices, await open(), accounts);
          checked.push(fanOut);
          try {
            await fanOut.warmUp();
            return await fanOut.system(rate, options.seconds).measure(seed);
          } finally {
            await fanOut.close();
          }
        },
      });
      const systems = await interleave(
        [
          system('one process', audience([target.api.origin])),
          system('two processes', audience([target.api.origin, second.origin])),
        ],
        options.rounds,
        progressOf(name, options),
      );
      result.measured.push({ name, systems });
      const [one, two] = systems;
      if (one && two) result.checks.push(...ratioChecks(name, two, one, limits));
      result.checks.push(...fanOutChecks(name, checked));
    }
  } finally {
    await second.stop();
  }
  return result;
}
