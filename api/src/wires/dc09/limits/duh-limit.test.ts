import { expect, test } from 'vitest';
import { DuhLimit } from './duh-limit.ts';

const at = (seconds: number): Date => new Date(Date.parse('2026-11-21T20:15:00Z') + seconds * 1000);

test('so many a minute to one address, then silence until the next minute', () => {
  const limit = new DuhLimit(2);
  expect([0, 0.5, 1, 59].map((seconds) => limit.allows('10.0.0.1', at(seconds)))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(limit.allows('10.0.0.2', at(1))).toBe(true);
  expect(limit.allows('10.0.0.1', at(60))).toBe(true);
});

test('forgets everything rather than remember addresses without end', () => {
  const limit = new DuhLimit(1);
  for (let address = 0; address < 10_000; address += 1) limit.allows(`a${address}`, at(0));
  expect(limit.allows('a0', at(0))).toBe(false);
  expect(limit.allows('one more', at(0))).toBe(true);
  expect(limit.allows('a0', at(0))).toBe(true);
});
