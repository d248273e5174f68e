import { expect, test } from 'vitest';
import { dutchMoment } from './dutch-moment.ts';

test.each([
  ['2026-07-01', '14:05', '2026-07-01T12:05:00.000Z'],
  ['2026-12-01', '14:05', '2026-12-01T13:05:00.000Z'],
  ['2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
  ['2026-10-25', '03:30', '2026-10-25T02:30:00.000Z'],
])('%s %s is a moment', (day, time, moment) => {
  expect(dutchMoment(day, time)?.toISOString()).toBe(moment);
});

test.each([
  ['', '12:00'],
  ['2026-02-30', '12:00'],
  ['2026-03-29', '02:30'],
  ['2026-07-01', ''],
])('%s %s is none', (day, time) => {
  expect(dutchMoment(day, time)).toBeNull();
});
