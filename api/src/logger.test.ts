import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { describeError, withoutValues } from './logger.ts';

test('an error keeps its type, code, message and where it was, and its causes', () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const described = describeError(new TypeError('it failed', { cause }));
  expect(described).toMatchObject({
    type: 'TypeError',
    message: 'it failed',
    cause: { type: 'Error', errorCode: 'ECONNREFUSED', message: 'connect ECONNREFUSED' },
  });
  expect(JSON.stringify(described)).toContain('logger.test.ts');
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

test.each([
  ['a rejection that nobody awaits', 'void Promise.reject(error);'],
  ['an error that nobody catches', 'setTimeout(() => { throw error; });'],
])('%s ends the process, and its values stand nowhere', (_, fault) => {
  const logger = fileURLToPath(new URL('logger.ts', import.meta.url));
  const lost = fileURLToPath(new URL('db/lost-type-question.ts', import.meta.url));
  const script = `
    import { openLogger, writeLastWords } from '${logger}';
    import { outliveLostTypeQuestions } from '${lost}';
    const log = openLogger('info');
    writeLastWords(log);
    outliveLostTypeQuestions(log);
    const error = Object.assign(new Error('Failed query: select 1\\nparams: canary-token'), {
      params: ['canary-token'], query: 'select 1', detail: 'canary-detail',
    });
    ${fault}
    setTimeout(() => {}, 10_000);`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script],
    { encoding: 'utf8' },
  );
  expect(status).toBe(1);
  expect(stdout).toContain('a fault that nobody handles');
  expect(stdout).toContain('Failed query: select 1');
  expect(stdout + stderr).not.toMatch(/canary-/);
});
