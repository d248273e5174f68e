import { expect, test } from 'vitest';
import { eachOnce, oneTable } from './one-table.ts';

test('every row of every table stands in the one', () => {
  expect(oneTable({ Claim: 1 }, { Close: 2, Reopen: 3 })).toEqual({
    Claim: 1,
    Close: 2,
    Reopen: 3,
  });
});

test('a name that stands in two of them is no table', () => {
  const make = () => oneTable({ Claim: 1, Close: 2 }, { Reopen: 3 }, { Close: 4 });
  expect(make).toThrow('two rows are called Close');
});

test('a list stays as it is, and is none where a name stands in it twice', () => {
  const [alarm, button] = [{ name: 'alarm' }, { name: 'button' }];
  expect(eachOnce('streams', [alarm, button])).toEqual([alarm, button]);
  expect(() => eachOnce('streams', [alarm, button, { ...alarm }])).toThrow(
    'two streams are called alarm',
  );
});
