// A term is as old as its last change, whatever was changed beside it.
import { usualRetention } from '@achterwacht/shared/setting/kinds/retention.ts';
import { expect, test } from 'vitest';
import { lastChanged } from './last-changed.ts';

const period = (day: number, value: object) => ({
  from: `2026-11-0${day}T08:00:00.000Z`,
  value: { ...usualRetention, ...value },
});

test('nothing was changed where nothing was ever set', () => {
  expect(lastChanged([], usualRetention)).toEqual(new Map());
});

test('what is set as it was before is not changed by that', () => {
  expect(lastChanged([period(1, {})], usualRetention)).toEqual(new Map());
});

test('each has its own last change, also one back to what it was', () => {
  const periods = [
    period(4, { realSoundDays: 400 }),
    period(3, { realSoundDays: 400, harmlessSoundDays: 5 }),
    period(2, { realSoundDays: 300 }),
    period(1, { realSoundDays: 300 }),
  ];
  expect(lastChanged(periods, usualRetention)).toEqual(
    new Map([
      ['harmlessSoundDays', '2026-11-04T08:00:00.000Z'],
      ['realSoundDays', '2026-11-03T08:00:00.000Z'],
    ]),
  );
});
