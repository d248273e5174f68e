import { expect, test } from 'vitest';
import { PageLimit, pagesAMinute } from './page-limit.ts';

const at = (seconds: number): Date => new Date(Date.parse('2026-11-21T20:15:00Z') + seconds * 1000);
const judged = (limit: PageLimit, count: number, seconds: number, name: string) =>
  Array.from({ length: count }, (_, index) => limit.judge(`${name}${index}`, at(seconds)));
const times = <T>(count: number, what: T): T[] => Array<T>(count).fill(what);

test('F2 so many a minute, then one that says there are more, then none', () => {
  const limit = new PageLimit();
  expect(judged(limit, 2_781, 0, 'a')).toEqual([
    ...times(pagesAMinute, 'page'),
    'collective',
    ...times(2_780 - pagesAMinute, 'withhold'),
  ]);
  expect(limit.judge('b', at(59))).toBe('withhold');
  expect(judged(limit, 22, 60, 'c')).toEqual([
    ...times(pagesAMinute, 'page'),
    'collective',
    'withhold',
  ]);
});

test('F2 one that is tried again is one page', () => {
  const limit = new PageLimit();
  for (let attempt = 0; attempt < 8; attempt += 1) {
    expect(limit.judge('a', at(attempt))).toBe('page');
  }
  expect(judged(limit, pagesAMinute, 8, 'b').at(-1)).toBe('collective');
  expect(limit.judge(`b${pagesAMinute - 1}`, at(9))).toBe('collective');
});
