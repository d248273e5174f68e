import { expect, test } from 'vitest';
import { countPlaywright, countVitest, failuresOfPlaywright, failuresOfVitest } from './counts.ts';

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

test('what failed is named with the first of why, in one line without colours', () => {
  const vitestReport = {
    testResults: [
      {
        name: '/a.test.ts',
        status: 'failed',
        message: '',
        assertionResults: [
          { fullName: 'one', status: 'passed', failureMessages: [] },
          {
            fullName: 'two',
            status: 'failed',
            failureMessages: ['\u001b[31mno\u001b[39m\n  at x'],
          },
        ],
      },
      { name: '/b.test.ts', status: 'failed', message: 'cannot load', assertionResults: [] },
    ],
  };
  expect(failuresOfVitest(vitestReport)).toEqual(['two: no at x', '/b.test.ts: cannot load']);
  const results = [{ errors: [{ message: 'hidden' }] }];
  const playwrightReport = {
    errors: [{ message: 'the instance ended' }],
    suites: [
      {
        suites: [{ specs: [{ title: '31 – offline', ok: false, tests: [{ results }] }] }],
        specs: [],
      },
      { specs: [{ title: 'well', ok: true, tests: [] }] },
    ],
  };
  expect(failuresOfPlaywright(playwrightReport)).toEqual([
    'outside of the stories: the instance ended',
    '31 – offline: hidden',
  ]);
  for (const none of [undefined, {}, 'x']) {
    expect(failuresOfVitest(none)).toEqual([]);
    expect(failuresOfPlaywright(none)).toEqual([]);
  }
});
