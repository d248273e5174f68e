// The week of a day in the calendar of the centres, as ISO 8601 numbers weeks: from Monday on, and the first of a year is
// the one with its first Thursday.
import { dutchDay } from './dutch-day.ts';

const dayMilliseconds = 86_400_000;

/** As 2026-W48. */
export function isoWeek(moment: Date): string {
  const day = new Date(`${dutchDay(moment)}T00:00:00Z`);
  const sinceMonday = (day.getUTCDay() + 6) % 7;
  const thursday = new Date(day.getTime() + (3 - sinceMonday) * dayMilliseconds);
  const year = thursday.getUTCFullYear();
  const days = (thursday.getTime() - Date.UTC(year, 0, 1)) / dayMilliseconds;
  return `${year}-W${String(Math.floor(days / 7) + 1).padStart(2, '0')}`;
}
