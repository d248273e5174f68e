import { expect, test } from 'vitest';
import { likeness, mostAlike } from './resembling.ts';

test.each<[string, string, number | null]>([
  ['08312', '8312', 0],
  ['0008312', '8312', 0],
  ['8312', '008312', 0],
  ['foc7688', 'F0C7688', 0],
  ['I234', '1234', 0],
  ['108312', '8312', 1],
  ['8312', 'A8312', 1],
  ['8313', '8312', 2],
  ['831', '8312', null],
  ['83122', '8312', 2],
  ['3812', '8312', 2],
  ['F0C768', 'F0C7688', 2],
  ['9999', '8312', null],
  ['3812', '8321', null],
  ['12', '13', null],
  ['12', '0012', 0],
])('B4 %s and %s', (one, other, expected) => {
  expect(likeness(one, other)).toBe(expected);
});

test('B4 the one that is most alike; none where several are as much', () => {
  const of = (...accounts: string[]) => accounts.map((account) => ({ account }));
  expect(mostAlike('08312', of('8313', '8312', '8311'))).toEqual({ account: '8312' });
  expect(mostAlike('8310', of('8313', '8312', '8311'))).toBeNull();
  expect(mostAlike('BEEF', of('8313', '8312'))).toBeNull();
  expect(mostAlike('BEEF', [])).toBeNull();
});
