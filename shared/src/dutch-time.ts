// The clocks of the centres, whatever zone the machine or the screen is set to. Twice a year an hour is not there, or is
// there twice.
const format = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Amsterdam',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** As `2026-11-28 14:05:09`: in the order of time, and read as a moment by a spreadsheet. */
export const dutchTime = (moment: Date): string => format.format(moment);

/** Of `2026-11-28` and `14:05`; of the hour that comes twice in autumn the first. Null where it is no such moment. */
export function dutchMoment(day: string, time: string): Date | null {
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(asUtc)) return null;
  const shown = `${day} ${time}:00`;
  // Two hours ahead in summer, one in winter.
  for (const hours of [2, 1]) {
    const moment = new Date(asUtc - hours * 3_600_000);
    if (dutchTime(moment) === shown) return moment;
  }
  return null;
}
