// For how long a centre keeps what, in days: of an alarm after closing, of who looked at what after the look, of a message
// that belongs to no alarm after it came in, of a sheet that nothing was lent by after it was last changed. What it may
// set is narrower than what may stand there from a release before, which counts until somebody sets another.
import * as z from 'zod';
import { within, type Bound } from '../bounds.ts';

/** Longer is no retention; shorter than a day would take a case from under those who still work on it. */
const days = z.int().min(1).max(36_500);

/**
 * Five years, with a leap day or two: what NEN 7513 asks of care, the only Dutch norm that names a term for who looked at
 * what; known from memory, to be confirmed with the DPIA. The database refuses to take a line away sooner.
 */
const accessLineDays = 1_827;

/** As long as somebody may still find out what a button that nobody knows was, or why nothing of it could be read. */
const usualStrayDays = 28;

/** A sheet is filled in before the button comes, and a button that did not come in half a year is asked for anew. */
const usualSheetDays = 180;

/** Null: not by itself. */
export const retention = z.object({
  harmlessSoundDays: days,
  realSoundDays: days.nullable(),
  harmlessContentDays: days.nullable().default(null),
  realContentDays: days.nullable().default(null),
  accessLineDays: days.min(accessLineDays).default(accessLineDays),
  strayMessageDays: days.default(usualStrayDays),
  unusedSheetDays: days.default(usualSheetDays),
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
  realContentDays: {
    least: 28,
    most: 3_653,
    whyLeast: 'aangifte-may-still-come',
    whyMost: 'longer-is-no-retention',
  },
  accessLineDays: {
    least: accessLineDays,
    most: 3_653,
    whyLeast: 'who-looked-must-be-shown',
    whyMost: 'longer-is-no-retention',
  },
  strayMessageDays: {
    least: 7,
    most: 366,
    whyLeast: 'case-is-still-worked-on',
    whyMost: 'longer-is-no-retention',
  },
  unusedSheetDays: {
    least: 30,
    most: 731,
    whyLeast: 'button-may-still-come',
    whyMost: 'longer-is-no-retention',
  },
};

export const askedRetention = z.strictObject({
  harmlessSoundDays: within(retentionBounds.harmlessSoundDays),
  realSoundDays: within(retentionBounds.realSoundDays).nullable(),
  harmlessContentDays: within(retentionBounds.harmlessContentDays).nullable().default(null),
  realContentDays: within(retentionBounds.realContentDays).nullable().default(null),
  accessLineDays: within(retentionBounds.accessLineDays).default(accessLineDays),
  strayMessageDays: within(retentionBounds.strayMessageDays).default(usualStrayDays),
  unusedSheetDays: within(retentionBounds.unusedSheetDays).default(usualSheetDays),
});

/** Of what was none seven days; of real cases what the centre's DPIA will say. */
export const usualRetention: Retention = {
  harmlessSoundDays: 7,
  realSoundDays: null,
  harmlessContentDays: null,
  realContentDays: null,
  accessLineDays,
  strayMessageDays: usualStrayDays,
  unusedSheetDays: usualSheetDays,
};
