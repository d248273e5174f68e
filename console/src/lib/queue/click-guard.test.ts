import { expect, it } from 'vitest';
import { ClickGuard, type Place } from './click-guard.ts';

/** One below the other, each of ten pixels. */
const column = (...ids: string[]): Place[] =>
  ids.map((id, index) => ({ id, top: index * 10, bottom: index * 10 + 10 }));

it('ignores a click for 400 ms where another card stood', () => {
  const guard = new ClickGuard();
  expect(guard.allows('a', 5, 1)).toBe(true);
  // Above them comes a new one.
  guard.replaced(column('a', 'b'));
  guard.painted(1_000);
  expect(guard.allows('new', 5, 1_050)).toBe(false);
  expect(guard.allows('a', 15, 1_400)).toBe(false);
  expect(guard.allows('a', 15, 1_401)).toBe(true);
});

it('lets a card be clicked that stands where it stood, and one where none stood', () => {
  const guard = new ClickGuard();
  guard.replaced(column('a', 'b'));
  guard.painted(1_000);
  expect(guard.allows('a', 5, 1_001)).toBe(true);
  expect(guard.allows('new', 25, 1_001)).toBe(true);
});

it('takes what lies over another for what was seen', () => {
  const guard = new ClickGuard();
  guard.replaced([{ id: 'mine', top: 10, bottom: 20 }, ...column('a', 'b')]);
  guard.painted(1_000);
  expect(guard.allows('mine', 15, 1_001)).toBe(true);
  expect(guard.allows('b', 15, 1_001)).toBe(false);
});

it('counts from the moment that the move is seen, and judges a click by when it was made', () => {
  const guard = new ClickGuard();
  guard.replaced(column('a', 'b'));
  expect(guard.allows('b', 5, 1_500)).toBe(false);
  guard.painted(1_600);
  expect(guard.allows('b', 5, 999)).toBe(false);
  expect(guard.allows('b', 5, 2_000)).toBe(false);
  expect(guard.allows('b', 5, 2_001)).toBe(true);
  guard.painted(3_000);
  expect(guard.allows('b', 5, 3_001)).toBe(true);
});

it('remembers each of several moves that follow each other', () => {
  const guard = new ClickGuard();
  guard.replaced(column('a', 'b'));
  guard.painted(1_000);
  guard.replaced(column('b', 'a'));
  guard.painted(1_300);
  expect(guard.allows('a', 5, 1_350)).toBe(false);
  expect(guard.allows('a', 5, 1_701)).toBe(true);
});
