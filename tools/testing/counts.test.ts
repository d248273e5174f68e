import { expect, test } from 'vitest';
import { countPlaywright, countVitest } from './counts.ts';

const vitest = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 };
const playwright = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 } };

test('counts are those of the report', () => {
  expect(countVitest(vitest, true)).toEqual({ passed: 7, failed: 0, skipped: 2 });
  expect(countPlaywright(playwright, false)).toEqual({ passed: 5, failed: 2, skipped: 2 });
});

test('no report, an empty one or none that was finished: one failure', () => {
  for (const report of [undefined, {}, 'x', { numPassedTests: 'many' }]) {
    expect(countVitest(report, true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(countPlaywright(report, true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  }
});

test('all tests passed but the program failed: an error outside tests is a failure too', () => {
  expect(countVitest(vitest, false)).toMatchObject({ passed: 7, failed: 1 });
});
