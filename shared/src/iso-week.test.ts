import { expect, test } from 'vitest';
import { isoWeek } from './iso-week.ts';

test.each([
  ['2026-11-29T22:59:59.000Z', '2026-W48'],
  // Monday has begun in Amsterdam, and in UTC it has not.
  ['2026-11-29T23:00:00.000Z', '2026-W49'],
  ['2027-01-03T12:00:00.000Z', '2026-W53'],
  ['2027-01-04T12:00:00.000Z', '2027-W01'],
  ['2024-12-30T12:00:00.000Z', '2025-W01'],
])('%s stands in %s', (moment, week) => {
  expect(isoWeek(new Date(moment))).toBe(week);
});
