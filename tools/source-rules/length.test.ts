// A file tells one story: of more than four hundred lines it tells two, tests and components too.
import { expect, test } from 'vitest';
import { linesOver } from './length.ts';
import { readSources } from './sources.ts';

test('no file is longer than a story', () => {
  expect(readSources().flatMap(linesOver)).toEqual([]);
});

test.each([
  [400, []],
  [401, ['shared/src/roles.ts has 401 lines']],
])('of %i lines: %j', (count, told) => {
  const text = 'one\n'.repeat(count);
  expect(linesOver({ path: 'shared/src/roles.ts', text })).toEqual(told);
});
