import { expect, test } from 'vitest';
import { mostWithin } from './desk-watch.ts';

test.each([
  [[], 0],
  [[5_000], 1],
  // A minute apart is not within a minute.
  [[0, 60_000], 1],
  [[59_999, 0], 2],
  [[0, 30_000, 59_000, 61_000, 89_000, 200_000], 4],
])('of %j the most within a minute are %i', (moments, most) => {
  expect(mostWithin(60, moments)).toBe(most);
});
