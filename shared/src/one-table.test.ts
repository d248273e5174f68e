import { expect, test } from 'vitest';
import { oneTable } from './one-table.ts';

test('every row of every table stands in the one', () => {
  expect(oneTable({ Claim: 1 }, { Close: 2, Reopen: 3 })).toEqual({
    Claim: 1,
    Close: 2,
    Reopen: 3,
  });
});

test('a name that stands in two of them is no table', () => {
  const make = () => oneTable({ Claim: 1, Close: 2 }, { Reopen: 3 }, { Close: 4 });
  expect(make).toThrow('in two tables: Close');
});
