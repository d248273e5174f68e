import { expect, test } from 'vitest';
import { oneOfEach } from './folder.ts';

const kinds = ['page', 'draft'] as const;

test('one table of what several folders give', () => {
  expect(oneOfEach('effect', kinds, [{ page: 1 }, undefined, { draft: 2 }])).toEqual({
    page: 1,
    draft: 2,
  });
});

test.each([
  ['nobody', [{ page: 1 }]],
  ['two folders', [{ page: 1, draft: 2 }, { draft: 3 }]],
])('what %s would carry out keeps the program from starting', (_who, tables) => {
  expect(() => oneOfEach('effect', kinds, tables)).toThrow('effect draft');
});
