// S1: from a press on the socket to its durable acknowledgement, against the least that could be
// honest: a bare TCP server that inserts one row and echoes.
import { startFloor } from '../../floors/start-floor.ts';
import type { Summary } from '../../harness/latencies.ts';
import { progressOf, type MeasureOptions } from '../../harness/options.ts';
import {
  latestMilliseconds,
  PressStream,
  streamButtons,
} from '../../harness/presses/press-stream.ts';
import {
  atMost,
  exactly,
  ratioChecks,
  type Check,
  type MeasuredCase,
  type Result,
} from '../../harness/result.ts';
import { interleave } from '../../harness/rounds.ts';
import { registerButtons, type Target } from '../../target/target.ts';

const ratesPerSecond = [1, 10, 100];
const limits = { p50: 2, p99: 3 };

export async function pressToAck(target: Target, options: MeasureOptions): Promise<Result> {
  const accounts = await registerButtons(target, streamButtons.count, streamButtons.series);
  const floor = await startFloor('none', target.databaseOwnerUrl);
  const streams = {
    floor: await PressStream.open(floor.devices, accounts),
    product: await PressStream.open(target.api.devices, accounts),
  };
  const measured: MeasuredCase[] = [];
  const checks: Check[] = [];
  let unanswered = 0;
  let latest = 0;
  const measure = async (stream: PressStream, rate: number, seed: number): Promise<Summary> => {
    const result = await stream.run(rate, options.seconds, seed);
    unanswered += result.unanswered;
    latest = Math.max(latest, result.lateness.p99Milliseconds);
    return result.answers;
  };
  try {
    // Connections, prepared statements and compiled code before anything counts.
    await streams.floor.run(50, 2, 0);
    await streams.product.run(50, 2, 0);
    for (const rate of ratesPerSecond) {
      const name = `S1 ${rate}/s`;
      options.reportProgress(name);
      const systems = await interleave(
        [
          { name: 'tcp + one insert', measure: (seed) => measure(streams.floor, rate, seed) },
          { name: 'achterwacht', measure: (seed) => measure(streams.product, rate, seed) },
        ],
        options.rounds,
        progressOf(name, options),
      );
      measured.push({ name, systems });
      const [bare, product] = systems;
      if (bare && product) checks.push(...ratioChecks(name, product, bare, limits));
    }
  } finally {
    streams.floor.close();
    streams.product.close();
    await floor.stop();
  }
  checks.push(exactly('S1 presses without an answer', unanswered, 0));
  checks.push(atMost('generator late, p99', latest, latestMilliseconds, 'ms'));
  return { scenario: 'press-to-ack', measured, checks };
}
