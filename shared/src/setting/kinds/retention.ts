// For how long a centre keeps what: days after closing. What it may set is narrower than what may stand there from a
// release before, which counts until somebody sets another.
import * as z from 'zod';
import { within, type Bound } from '../bounds.ts';

/** Longer is no retention; shorter than a day would take a case from under those who still work on it. */
const days = z.int().min(1).max(36_500);

/** Null: not by itself. */
export const retention = z.object({
  harmlessSoundDays: days,
  realSoundDays: days.nullable(),
  harmlessContentDays: days.nullable().default(null),
});
type Retention = z.infer<typeof retention>;

export const retentionBounds: Record<keyof Retention, Bound> = {
  harmlessSoundDays: {
    least: 1,
    most: 90,
    whyLeast: 'case-is-still-worked-on',
    whyMost: 'nobody-may-hesitate-to-press',
  },
  realSoundDays: {
    least: 28,
    most: 3_653,
    whyLeast: 'aangifte-may-still-come',
    whyMost: 'longer-is-no-retention',
  },
  harmlessContentDays: {
    least: 1,
    most: 3_653,
    whyLeast: 'case-is-still-worked-on',
    whyMost: 'longer-is-no-retention',
  },
};

export const askedRetention = z.strictObject({
  harmlessSoundDays: within(retentionBounds.harmlessSoundDays),
  realSoundDays: within(retentionBounds.realSoundDays).nullable(),
  harmlessContentDays: within(retentionBounds.harmlessContentDays).nullable().default(null),
});

/** Of what was none seven days; of real cases what the centre's DPIA will say. */
export const usualRetention: Retention = {
  harmlessSoundDays: 7,
  realSoundDays: null,
  harmlessContentDays: null,
};
