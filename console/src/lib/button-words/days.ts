// Days as somebody chooses them: Amsterdam's, whatever the machine's own zone is. What is lent until a day is lent until
// that day is over.
const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Amsterdam',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** `2026-11-22` */
export const dayOf = (moment: string | Date): string => parts.format(new Date(moment));

/** The last minute of a day there, as ISO 8601: 23:59 in winter or summer time. */
export function atEndOfDay(day: string): string {
  const guess = new Date(`${day}T22:59:00.000Z`);
  // In summer that is past midnight already.
  const isNextDay = dayOf(guess) !== day;
  return new Date(guess.getTime() - (isNextDay ? 3_600_000 : 0)).toISOString();
}

export function daysLater(day: string, count: number): string {
  const at = new Date(`${day}T12:00:00.000Z`);
  at.setUTCDate(at.getUTCDate() + count);
  return at.toISOString().slice(0, 10);
}

/** The Monday of its week. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T12:00:00.000Z`).getUTCDay();
  return daysLater(day, -((weekday + 6) % 7));
}
