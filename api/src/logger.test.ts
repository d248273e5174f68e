import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

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
