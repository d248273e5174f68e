// The calendar of the centres, whatever zone the machine or the screen is set to.
const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' });

/** As 2026-11-21. */
export const dutchDay = (moment: Date): string => format.format(moment);
