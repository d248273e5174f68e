import { expect, it } from 'vitest';
import { ClickGuard } from './click-guard.ts';

it('ignores clicks for 400 ms after the cards moved', () => {
  const guard = new ClickGuard();
  guard.drawn(['a', 'b'], 0);
  expect(guard.allows(1)).toBe(true);
  guard.drawn(['new', 'a', 'b'], 1_000);
  guard.painted(1_000);
  expect(guard.allows(1_050)).toBe(false);
  expect(guard.allows(1_400)).toBe(false);
  expect(guard.allows(1_401)).toBe(true);
});

it('does not count a redraw in the same order as a move', () => {
  const guard = new ClickGuard();
  guard.drawn(['a', 'b'], 0);
  guard.drawn(['a', 'b'], 1_000);
  expect(guard.allows(1_001)).toBe(true);
});

it('does not count a card that is added below as a move, but one that goes away above', () => {
  const guard = new ClickGuard();
  guard.drawn(['a', 'b'], 0);
  guard.drawn(['a', 'b', 'c'], 1_000);
  expect(guard.allows(1_001)).toBe(true);
  guard.drawn(['b', 'c'], 2_000);
  expect(guard.allows(2_001)).toBe(false);
});

it('counts from the moment that the move is seen, and judges a click by when it was made', () => {
  const guard = new ClickGuard();
  guard.drawn(['a', 'b'], 0);
  guard.drawn(['b'], 1_000);
  expect(guard.allows(1_500)).toBe(false);
  guard.painted(1_600);
  expect(guard.allows(999)).toBe(false);
  expect(guard.allows(2_000)).toBe(false);
  expect(guard.allows(2_001)).toBe(true);
  guard.painted(3_000);
  expect(guard.allows(3_001)).toBe(true);
});
