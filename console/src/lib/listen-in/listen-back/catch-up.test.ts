import { expect, it } from 'vitest';
import { catchUpRate, hasCaughtUp, rewound, untilCaughtUpMilliseconds } from './catch-up.ts';

it('is back at now when twice the way behind has passed, at one and a half times the speed', () => {
  const now = 20_000;
  const wait = untilCaughtUpMilliseconds(0, now);
  expect(wait).toBe(40_000);
  // What was heard by then, and what happened by then, are the same.
  expect(wait * catchUpRate).toBe(now + wait);
});

it.each([
  ['far behind', 10_000, false, false],
  ['far behind and out of data', 10_000, true, false],
  ['nearly there', 1_000, false, false],
  ['nearly there and out of data', 1_000, true, true],
  ['there', 500, false, true],
])('%s: %i ms', (_what, behind, isStalled, expected) => {
  expect(hasCaughtUp(100_000 - behind, 100_000, isStalled)).toBe(expected);
});

it('goes back from what is heard, not beyond the first sound', () => {
  expect(rewound(100_000, 10, 0)).toBe(90_000);
  expect(rewound(100_000, 30, 85_000)).toBe(85_000);
});
