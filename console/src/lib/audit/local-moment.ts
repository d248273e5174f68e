// Between a moment and what a field for date and time holds: Dutch clocks, as everywhere else on these pages, wherever
// this computer stands.
import { dutchMoment, dutchTime } from '@achterwacht/shared/dutch-time.ts';

/** Null where the field is empty, or says an hour that was not there. */
export function momentOf(local: string): string | null {
  const [day = '', time = ''] = local.split('T');
  return dutchMoment(day, time.slice(0, 5))?.toISOString() ?? null;
}

/** `2026-11-28T14:05` */
export const localOf = (moment: Date): string => dutchTime(moment).slice(0, 16).replace(' ', 'T');
