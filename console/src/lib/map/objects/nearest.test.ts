import { expect, test } from 'vitest';
import { raised } from '../../alarms/example-alarms.ts';
import { placedOf } from '../positions.ts';
import { mostListed, nearest } from './nearest.ts';

const northwards = (count: number) =>
  placedOf(
    Array.from(
      { length: count },
      (_, index) => raised({ number: index, fix: { latitude: 52 + index * 0.001 } }).alarm,
    ),
  );
const numbers = (listed: ReturnType<typeof nearest>) => listed.map(({ alarm }) => alarm.number);

test('all that fit stay in the order they came in', () => {
  const all = northwards(mostListed);
  expect(nearest(all, { latitude: 53, longitude: 4.6 })).toBe(all);
});

test('of more than that the nearest to the middle are listed, the nearest first', () => {
  const all = northwards(2_000);
  const listed = numbers(nearest(all, { latitude: 52.7501, longitude: 4.6 }));
  expect(listed).toHaveLength(mostListed);
  expect(listed.slice(0, 3)).toEqual([750, 751, 749]);
  expect(numbers(nearest(all, null))).toHaveLength(mostListed);
});
