// A dozen shifts of a whole alarm centre in which anything may be cut off (test-play.ts says how to play one
// again). Each day plays others, so that a run is short and a month plays hundreds.
import { expect, test } from 'vitest';
import { createDice } from './test-dice.ts';
import { playSeeds } from './test-play.ts';

const count = 12;
const day = Math.floor(Date.now() / 86_400_000);

test(
  `whatever is cut off, at whatever moment, nothing is lost (seeds from ${day * count} on)`,
  () => playSeeds(process.env, day * count, count),
  600_000,
);

test('the same seed throws the same dice', () => {
  const throws = (seed: number) => {
    const dice = createDice(seed);
    return Array.from({ length: 20 }, () => dice.number(1000));
  };
  expect(throws(7)).toEqual(throws(7));
  expect(throws(7)).not.toEqual(throws(8));
});
