// What of an error stands in a log, and what does not.
import { expect, test } from 'vitest';
import { describeError, withoutValues } from './described-error.ts';

test('an error keeps its type, code, message and where it was, and its causes', () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const described = describeError(new TypeError('it failed', { cause }));
  expect(described).toMatchObject({
    type: 'TypeError',
    message: 'it failed',
    cause: { type: 'Error', errorCode: 'ECONNREFUSED', message: 'connect ECONNREFUSED' },
  });
  expect(JSON.stringify(described)).toContain('described-error.test.ts');
});

test('what it carries besides is left out: values of a query, rows, bodies', () => {
  const error = Object.assign(new Error('Failed query: select 1\nparams: token-1,\ntoken-2'), {
    params: ['token-1'],
    detail: 'Key (email)=(anna@noord.demo) already exists.',
    body: { message: 'token-1' },
  });
  const wrapped = new Error(`no session: ${error.message}: refused`, { cause: error });
  const text = JSON.stringify(describeError(wrapped));
  expect(text).toContain('Failed query: select 1');
  expect(text).not.toMatch(/token-|anna/);
});

test('something thrown that is no error tells only its type', () => {
  expect(describeError('a secret')).toEqual({ type: 'string' });
});

test('a message without values stays as it is', () => {
  expect(withoutValues('the feed of this centre is missing')).toBe(
    'the feed of this centre is missing',
  );
});
