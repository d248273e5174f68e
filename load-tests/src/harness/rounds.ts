// Floor and product, measured in turns: A B A B. A machine drifts (turbo, neighbours, caches); what is
// measured in one breath drifts together, so each round gives a ratio and the ratios are compared.
import type { Summary } from './latencies.ts';

/** Fewer say nothing about spread. */
export const fewestRounds = 5;

export type System = {
  name: string;
  /** One round; the seed is the same for every system within a round. */
  measure: (seed: number) => Promise<Summary>;
};

export type Spread = { median: number; lowest: number; highest: number };

export type Measured = { name: string; p50: Spread; p99: Spread; rounds: Summary[] };

/** Every system once a round, in the given order, for `rounds` rounds. */
export async function interleave(
  systems: readonly System[],
  rounds: number,
  onRound: (round: number) => void = () => {},
): Promise<Measured[]> {
  const summaries = systems.map((): Summary[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, system] of systems.entries()) {
      summaries[index]?.push(await system.measure(round + 1));
    }
    onRound(round + 1);
  }
  return systems.map(({ name }, index) => {
    const own = summaries[index] ?? [];
    return {
      name,
      p50: spreadOf(own.map((summary) => summary.p50Milliseconds)),
      p99: spreadOf(own.map((summary) => summary.p99Milliseconds)),
      rounds: own,
    };
  });
}

/** Of each round's own ratio, so that a slow minute of the machine weighs on both sides. */
export function ratiosOf(product: Measured, floor: Measured, which: 'p50' | 'p99'): Spread {
  const value = (summary: Summary): number =>
    which === 'p50' ? summary.p50Milliseconds : summary.p99Milliseconds;
  return spreadOf(
    product.rounds.map((round, index) => {
      const beside = floor.rounds[index];
      if (beside === undefined)
        throw new Error('floor and product had a different number of rounds');
      return value(round) / value(beside);
    }),
  );
}

export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new Error('nothing was measured');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low = 0, high = 0] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return { median: (low + high) / 2, lowest: sorted[0] ?? 0, highest: sorted.at(-1) ?? 0 };
}
