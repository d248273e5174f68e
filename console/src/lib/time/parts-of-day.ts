// A day in parts, where the rest of it stands beside it: in a calendar, and with a year of long ago. Apart from the other
// times, for the page of the police loads those and none of these.
import { getLocale, type Locale } from '../paraglide/runtime.js';
import { unbroken } from '../unbroken.ts';
import type { Moment } from './format.ts';

const zone = 'Europe/Amsterdam';
const inBoth = (options: Intl.DateTimeFormatOptions) =>
  ({
    nl: new Intl.DateTimeFormat('nl-NL', { timeZone: zone, ...options }),
    en: new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }),
  }) satisfies Record<Locale, Intl.DateTimeFormat>;
const dayMonths = inBoth({ day: '2-digit', month: '2-digit' });
const weekdays = inBoth({ weekday: 'short' });
const years = inBoth({ year: 'numeric' });

const said = (formats: Record<Locale, Intl.DateTimeFormat>, moment: Moment) =>
  formats[getLocale()].format(new Date(moment));

/** `2026` */
export const yearText = (moment: Moment) => said(years, moment);
/** `za` */
export const weekdayText = (moment: Moment) => said(weekdays, moment);
/** `21-11`, `21/11` */
export const dayAndMonth = (moment: Moment) => unbroken(said(dayMonths, moment));
