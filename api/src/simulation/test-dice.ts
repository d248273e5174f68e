// All chance of a simulation comes from here, so that its seed is all there is to know about it.

export type Dice = {
  /** From 0 up to, not including, `below`. */
  number(below: number): number;
  /** True so many times in a hundred. */
  happens(percent: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** One of the names, as often as its weight says. */
  weighted<Name extends string>(weights: Record<Name, number>): Name;
};

/** Mulberry32: small, quick, and good enough to choose what happens next. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const number = (below: number) => Math.floor(next() * below);
  return {
    number,
    happens: (percent) => next() * 100 < percent,
    pick: (from) => {
      if (from.length === 0) throw new Error('nothing to pick from');
      return from[number(from.length)]!;
    },
    weighted: (weights) => {
      const entries = Object.entries(weights) as [keyof typeof weights, number][];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      return (entries.find(([, weight]) => (left -= weight) < 0) ?? entries[0]!)[0];
    },
  };
}
