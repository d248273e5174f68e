import { expect, it } from 'vitest';
import { JustTaken } from './just-taken.ts';

it('a key within 400 ms was meant for what a colleague took, a later one was not', () => {
  const taken = new JustTaken();
  expect(taken.wasMeant('a', 0)).toBe(false);
  taken.took('a', 1_000);
  expect(taken.wasMeant('a', 1_400)).toBe(true);
  taken.took('a', 2_000);
  expect(taken.wasMeant('a', 2_401)).toBe(false);
});

it('the key after it is meant for what is seen by then', () => {
  const taken = new JustTaken();
  taken.took('a', 1_000);
  expect(taken.wasMeant('a', 1_100)).toBe(true);
  expect(taken.wasMeant('a', 1_200)).toBe(false);
});

it('whoever has turned to another means that one', () => {
  const taken = new JustTaken();
  taken.took('a', 1_000);
  expect(taken.wasMeant('b', 1_100)).toBe(false);
});
