// Arrow up and down through what was typed before.
import { expect, test } from 'vitest';
import { History } from './history.ts';

test('back to the oldest, forward to what was being typed, and each line once', () => {
  const history = new History();
  expect(history.back('')).toBeNull();
  for (const line of ['aan 1', 'n een', 'aan 1']) history.add(line);
  expect(history.back('lo')).toBe('aan 1');
  expect(history.back('aan 1')).toBe('n een');
  expect(history.back('n een')).toBeNull();
  expect(history.forward()).toBe('aan 1');
  expect(history.isBack).toBe(true);
  expect(history.forward()).toBe('lo');
  expect(history.isBack).toBe(false);
  expect(history.forward()).toBeNull();
});

test('whoever types on begins at the newest again', () => {
  const history = new History();
  for (const line of ['een', 'twee']) history.add(line);
  history.back('');
  history.back('twee');
  history.end();
  expect(history.back('een!')).toBe('twee');
});
