// Plays seeds of a whole alarm centre under every kind of interruption (see test-world.ts), each then checked
// against what must always hold (test-invariants.ts). A seed that fails names itself:
//
//   ACHTERWACHT_SIMULATION_SEED=1234 npx vitest run --project integration api/src/simulation
//
// plays that one again, step by step. ACHTERWACHT_SIMULATION_SEEDS plays another number of them.
import { expect } from 'vitest';
import { breachesOf } from './test-invariants.ts';
import { openWorld } from './test-world.ts';

const steps = 150;
/** Seeds share nothing; together they keep database and program busy. */
const atOnce = 4;

type Played = { seed: number; breaches: string[]; crashed: number; log: string[]; events: number };

async function play(seed: number): Promise<Played> {
  const world = await openWorld(seed);
  let breaches: string[];
  try {
    await world.live(steps);
    await world.comeToRest();
    breaches = await breachesOf(world);
  } catch (error) {
    breaches = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  } finally {
    await world.end();
  }
  const { crashed, log, sequences } = world;
  return { seed, breaches, crashed, log, events: sequences.length };
}

async function playEach(chosen: readonly number[]): Promise<Played[]> {
  const waiting = [...chosen];
  const played: Played[] = [];
  const player = async () => {
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift())
      played.push(await play(seed));
  };
  await Promise.all(Array.from({ length: atOnce }, player));
  return played;
}

/** So many seeds from `first` on, unless the environment says which or how many. */
export async function playSeeds(
  environment: NodeJS.ProcessEnv,
  first: number,
  usual: number,
): Promise<void> {
  const only = environment.ACHTERWACHT_SIMULATION_SEED;
  const count = Number(environment.ACHTERWACHT_SIMULATION_SEEDS ?? usual);
  const seeds =
    only === undefined ? Array.from({ length: count }, (_, at) => first + at) : [Number(only)];
  const played = await playEach(seeds);
  const failed = played.filter(({ breaches }) => breaches.length > 0);
  if (only !== undefined) for (const { log } of failed) console.error(log.join('\n'));
  expect(
    failed.map(
      ({ seed, breaches }) => `ACHTERWACHT_SIMULATION_SEED=${seed}: ${breaches.join('; ')}`,
    ),
  ).toEqual([]);
  // A shift in which little happens, or nothing is cut off, proves nothing.
  const sum = (of: (one: Played) => number) => played.reduce((all, one) => all + of(one), 0);
  expect(sum(({ crashed }) => crashed)).toBeGreaterThan(3 * seeds.length);
  expect(sum(({ events }) => events)).toBeGreaterThan(40 * seeds.length);
}
