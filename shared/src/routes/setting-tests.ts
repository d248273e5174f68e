// Trying a way out before it is needed: what was sent, what the other side answered, and after how long.
import * as z from 'zod';
import { reach } from '../setting/ways.ts';
import type { Route } from './route.ts';

/** Typed just now, by the ids under which the value names them; kept nowhere unless the value is saved with them. */
export const typedSecrets = z.record(z.uuid(), z.string().max(500));

/** `value`: as it stands on the page, saved or not; what is wrong with it is said by field. Without: what counts. */
const value = z.unknown().optional();

export const settingTest = z.discriminatedUnion('what', [
  /** To whoever asks. */
  z.object({ what: z.literal('mail'), value, secrets: typedSecrets.default({}) }),
  z.object({ what: z.literal('sms'), value, secrets: typedSecrets.default({}), to: reach }),
  /** By mail or SMS, as they count. */
  z.object({ what: z.literal('contact'), to: reach }),
  /** One of the list; `value` is that one. */
  z.object({ what: z.literal('webhook'), value, secrets: typedSecrets.default({}) }),
]);
export type SettingTest = z.infer<typeof settingTest>;

export const testOutcome = z.enum([
  'taken',
  'refused',
  'log-in-refused',
  'no-answer',
  'unreachable',
  'not-secure',
  'cut-off',
  /** Nothing is set by which that address could be reached. */
  'no-way',
]);
export type TestOutcome = z.infer<typeof testOutcome>;

export const settingTestResult = z.object({
  outcome: testOutcome,
  /** Where it went: an address, a number, or a receiver's address. */
  to: z.string(),
  /** What stood in it. */
  text: z.string(),
  at: z.iso.datetime(),
  milliseconds: z.int().nonnegative(),
  /** As the other side answered it; null where it said nothing. */
  status: z.int().nullable(),
});
export type SettingTestResult = z.infer<typeof settingTestResult>;

export const settingTestRoutes = {
  settingTest: {
    method: 'POST',
    path: '/api/settings/test',
    summary:
      'Sends a test message by one way out, and says what became of it; it is no effect of an alarm',
    access: 'setting.change',
    body: settingTest,
    response: settingTestResult,
  },
} satisfies Record<string, Route>;
