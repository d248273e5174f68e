// The calendar of the centres, whatever zone the machine or the screen is set to.
const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' });

/** As 2026-11-21. */
export const dutchDay = (moment: Date): string => format.format(moment);

const hourMilliseconds = 3_600_000;

/** When that day begins in Amsterdam. @param day As 2026-11-21. */
export function dutchMidnight(day: string): Date {
  const noon = Date.parse(`${day}T12:00:00Z`);
  // Winter is one hour ahead of UTC, summer two.
  const [winter, summer] = [
    new Date(noon - 13 * hourMilliseconds),
    new Date(noon - 14 * hourMilliseconds),
  ];
  return dutchDay(summer) === day ? summer : winter;
}
