// Each maker of trouble alone beside the customer, round by round, and in each round first nobody: what the customer
// waits longer for his answer.
import type { Summary } from '../harness/latencies.ts';
import type { MeasureOptions } from '../harness/options.ts';
import { progressOf } from '../harness/options.ts';
import { atMost, exactly, ratioChecks, type Check, type CostCase } from '../harness/result.ts';
import { interleave, spreadOf, type Measured } from '../harness/rounds.ts';
import { between } from './books.ts';
import type { CrowdCentre } from './centre.ts';
import type { Transport } from './customer.ts';
import type { Ledger } from './ledger.ts';
import { startTrouble, troubleNames, type TroubleName } from './troubles/trouble.ts';
import { startVisiting, visitChecks, type Visits } from './visitor.ts';

export const pressesPerSecond = 20;
const limits = { p50: 2 };
/** Of the api's processor time, for a frame that is refused. */
export const refusedMilliseconds = 0.2;

/** Who floods datagrams harms whoever sends datagrams. */
const transports: Partial<Record<TroubleName, Transport>> = { 'udp-flood': 'udp' };

export type Alone = {
  systems: Measured[];
  costs: CostCase[];
  checks: Check[];
  /** Of the api's processor time in each second without any trouble. */
  quietCpu: number;
};

export async function measureAlone(
  centre: CrowdCentre,
  ledger: Ledger,
  options: MeasureOptions,
): Promise<Alone> {
  const quietCpu: number[] = [];
  const refused: number[] = [];
  const visits: Visits[] = [];

  const measure = async (
    seed: number,
    transport: Transport,
    name?: TroubleName,
  ): Promise<Summary> => {
    const trouble = name && (await startTrouble(name, centre.scene));
    const visiting = name === 'half-open' ? startVisiting(centre.scene.frontDoor) : undefined;
    const before = await centre.books();
    const pressed = await centre.customer.run(transport, pressesPerSecond, options.seconds, seed);
    const spent = between(before, await centre.books());
    if (visiting) visits.push(await visiting.stop());
    if (trouble) ledger.troubled(trouble.name, await trouble.close(false));
    await ledger.pressed(pressed);

    const own = pressed.acknowledged.length;
    if (!name && transport === 'tcp') quietCpu.push(spent.cpuSeconds / spent.seconds);
    if (name === 'refused-presses') {
      const extra = spent.cpuSeconds - (quietCpu.at(-1) ?? 0) * spent.seconds;
      refused.push((extra * 1000) / (spent.counted + spent.turnedAway - own));
    }
    return pressed.answers;
  };

  // Connections, prepared statements and compiled code before anything counts; and every customer's alarm.
  await measure(0, 'tcp');
  await measure(0, 'udp');
  quietCpu.length = 0;
  const name = 'crowd, one at a time';
  const systems = await interleave(
    [
      { name: 'quiet', measure: (seed) => measure(seed, 'tcp') },
      { name: 'quiet, by datagram', measure: (seed) => measure(seed, 'udp') },
      ...troubleNames.map((trouble) => ({
        name: trouble,
        measure: (seed: number) => measure(seed, transports[trouble] ?? 'tcp', trouble),
      })),
    ],
    options.rounds,
    progressOf(name, options),
  );
  const [quiet, quietDatagrams, ...troubled] = systems;
  const perFrame = spreadOf(refused);
  return {
    systems,
    quietCpu: spreadOf(quietCpu).median,
    costs: [
      {
        name: 'api, ms of CPU for a refused frame',
        systems: [{ name: 'refused-presses', spread: perFrame }],
      },
    ],
    checks: [
      ...troubled.flatMap((measured, index) => {
        const trouble = troubleNames[index];
        const floor = trouble && transports[trouble] === 'udp' ? quietDatagrams : quiet;
        return floor ? ratioChecks(measured.name, measured, floor, limits) : [];
      }),
      atMost('refused-presses: api CPU a frame', perFrame.median, refusedMilliseconds, 'ms'),
      ...visitChecks('half-open', visits),
      exactly('rounds with a visitor', visits.length, options.rounds),
    ],
  };
}
