// When a request must have been answered. The numbers are the law's (AVG art. 12, third paragraph, and art. 33, first
// paragraph), known from memory and to be confirmed by a jurist.
import { dutchMoment, dutchTime } from '../dutch-time.ts';
import type { PrivacyRequestKind } from './state.ts';

/** One month after it came in, however long that month is. */
const months = 1;
/** By how much it may be put off once, with the reason, told to whoever asked within the first month. */
export const extensionMonths = 2;
/** From when the breach was discovered until the supervisory authority is told. */
export const breachHours = 72;

/** Days before the end at which there is a reminder of it. */
export const remindDays = [14, 3] as const;

/** Days before the end at which it is mailed too: by then whoever handles it should have seen the page. */
export const mailDays = [7, 1] as const;

export function dueAtOf(kind: PrivacyRequestKind, receivedAt: string): string {
  if (kind === 'breach')
    return new Date(Date.parse(receivedAt) + breachHours * 3_600_000).toISOString();
  return monthsAfter(receivedAt, months);
}

export const extendedDueAt = (receivedAt: string) =>
  monthsAfter(receivedAt, months + extensionMonths);

/** The same day of the month and time by Dutch clocks, or the month's last day where there is no such day. */
function monthsAfter(moment: string, count: number): string {
  const [day = '', time = ''] = dutchTime(new Date(moment)).split(' ');
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  const there = new Date(Date.UTC(year, month - 1 + count, Math.min(date, last)));
  const [hours = '', minutes = ''] = time.split(':');
  const dueOn = (hour: string) =>
    dutchMoment(there.toISOString().slice(0, 10), `${hour}:${minutes}`);
  // The hour that is not there in spring: an hour later.
  const due = dueOn(hours) ?? dueOn('03');
  if (!due) throw new Error(`no moment a month after ${moment}`);
  return new Date(due.getTime() + (Date.parse(moment) % 60_000)).toISOString();
}

/** How near its end is; null: there is time. */
export type Nearness = 'soon' | 'last-days' | 'over';

export function nearnessOf(dueAt: string, now: Date): Nearness | null {
  const left = Date.parse(dueAt) - now.getTime();
  if (left < 0) return 'over';
  const day = 86_400_000;
  const [first, second] = remindDays;
  if (left <= second * day) return 'last-days';
  return left <= first * day ? 'soon' : null;
}
