// Times as the centre reads them: 24 hours, Amsterdam, whatever the machine's own zone is; names of days and units
// in the language of the screen.
import { getLocale, type Locale } from '../paraglide/runtime.js';
import { unbroken } from '../unbroken.ts';

const zone = 'Europe/Amsterdam';
const clock = new Intl.DateTimeFormat('nl-NL', { timeZone: zone, timeStyle: 'medium' });
const short = new Intl.DateTimeFormat('nl-NL', { timeZone: zone, timeStyle: 'short' });
const dayIn = (language: string) =>
  new Intl.DateTimeFormat(language, {
    timeZone: zone,
    weekday: 'short',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  });
const days = { nl: dayIn('nl-NL'), en: dayIn('en-GB') } satisfies Record<
  Locale,
  Intl.DateTimeFormat
>;
const hours = { nl: 'u', en: 'h' } satisfies Record<Locale, string>;

/** A weekday and its date, a day and its time, an amount and its unit: none part at the end of a line. */
const together = (text: string) => text.replaceAll(' ', '\u00a0');

export type Moment = string | number | Date;
const date = (moment: Moment) => new Date(moment);

/** `14:02:11` */
export const clockTime = (moment: Moment) => clock.format(date(moment));
/** `14:02` */
export const shortTime = (moment: Moment) => short.format(date(moment));
/** `za 21-11-2026`, `Sat 21/11/2026` */
export const dayText = (moment: Moment, language: Locale = getLocale()) =>
  together(unbroken(days[language].format(date(moment)).replace(',', '')));
/** `za 21-11-2026 14:02` */
export const dayAndTime = (moment: Moment, language?: Locale) =>
  together(`${dayText(moment, language)} ${shortTime(moment)}`);
/** `za 21-11-2026 14:02:11`: in a narrow column its time stands below its day, rather than in two pieces. */
export const momentText = (moment: Moment) => `${dayText(moment)} ${clockTime(moment)}`;
/** `14:02:11`, and with its day where that is another: `zo 22-11-2026 00:04:10`. */
export const clockTimeOn = (moment: Moment, other: Moment) =>
  dayText(moment) === dayText(other) ? clockTime(moment) : momentText(moment);

/** `21-11-2026`, `21/11/2026`, of a day without a time. */
export const dateText = (isoDay: string) =>
  unbroken(
    isoDay
      .split('-')
      .reverse()
      .join(getLocale() === 'en' ? '/' : '-'),
  );

/** `00:07`, `12:30`, `1:02:11`; never negative, whole seconds rounded down. */
export function minutesSeconds(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(total % 60)}`
    : `${two(minutes)}:${two(total % 60)}`;
}

/** What is left, as `00:07`: a second that has begun is still there, so 00:00 is over. */
export const timeLeft = (milliseconds: number) =>
  minutesSeconds(Math.ceil(milliseconds / 1000) * 1000);

/** An age in one unit: `8 s`, `3 min`, `2 u` (`2 h`), `4 d`. */
export function ageText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 120) return together(`${seconds} s`);
  if (seconds < 7200) return together(`${Math.floor(seconds / 60)} min`);
  if (seconds < 172_800) return together(`${Math.floor(seconds / 3600)} ${hours[getLocale()]}`);
  return together(`${Math.floor(seconds / 86_400)} d`);
}

/** `HH:MM` in Amsterdam of today or, when that has passed, of tomorrow; for "parked until". */
export function nextOccurrence(hoursMinutes: string, now: Date): Date | null {
  const match = /^(\d{1,2}):(\d{2})$/.exec(hoursMinutes.trim());
  if (!match) return null;
  const wanted = Number(match[1]) * 60 + Number(match[2]);
  if (wanted >= 1440) return null;
  const [hours = 0, minutes = 0] = shortTime(now).split(':').map(Number);
  const ahead = (wanted - (hours * 60 + minutes) + 1440) % 1440 || 1440;
  const wholeMinute = Math.floor(now.getTime() / 60_000) * 60_000;
  return new Date(wholeMinute + ahead * 60_000);
}
