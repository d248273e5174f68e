import { expect, test } from 'vitest';
import { inOneLine, judge, readReport, type TestResult } from './report.ts';

const result = (outcome: TestResult['outcome']): TestResult => ({
  name: outcome,
  file: 'a',
  seconds: 1,
  outcome,
});

test('counts are those of the report; a second try passed, and is known as one', () => {
  const tests = [result('passed'), result('second-try'), result('failed'), result('skipped')];
  expect(judge({ tests, errors: [] }, false)).toEqual({
    passed: 2,
    failed: 1,
    skipped: 1,
    tests,
    errors: [],
  });
});

test('no report, or one without a test: one failure', () => {
  expect(readReport('/nowhere')).toEqual({ tests: [], errors: [] });
  expect(judge({ tests: [], errors: [] }, true)).toMatchObject({ passed: 0, failed: 1 });
});

test('all tests passed but the program failed, or something did outside of them: a failure too', () => {
  expect(judge({ tests: [result('passed')], errors: [] }, false)).toMatchObject({ failed: 1 });
  const errors = ['the instance ended'];
  expect(judge({ tests: [result('passed')], errors }, false)).toMatchObject({
    passed: 1,
    failed: 1,
  });
});

test('why is told in one line, without colours, and not for ever', () => {
  expect(inOneLine('\u001b[31mno\u001b[39m\n  at x')).toBe('no at x');
  expect(inOneLine('x'.repeat(1000))).toHaveLength(400);
});
