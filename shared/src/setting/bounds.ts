// Between which values a number of a setting can be, and why not beyond. Whoever sets one reads the reason beside the
// field, and again where he is refused. A reason is a code; its sentence is `setting_why_…` in the messages.
import * as z from 'zod';

export const boundReason = z.enum([
  // Not lower.
  'people-need-to-react',
  'who-works-is-disturbed',
  'control-room-needs-to-answer',
  'police-need-to-drive',
  'search-needs-time',
  'fix-is-no-closer',
  'second-needs-to-press',
  'half-is-no-norm',
  'case-is-still-worked-on',
  'aangifte-may-still-come',
  'who-looked-must-be-shown',
  'button-may-still-come',
  'press-never-waits',
  'somebody-may-need-help',
  'product-itself-is-ill',
  // Not higher.
  'press-would-drown',
  'alarm-waits-too-long',
  'owner-may-be-gone',
  'alarm-is-forgotten',
  'holder-waits-for-judgement',
  'police-wait-too-long',
  'handover-may-be-lost',
  'nobody-asks-police',
  'farther-is-elsewhere',
  'later-is-another-case',
  'nobody-may-hesitate-to-press',
  'longer-is-no-retention',
  'all-is-most',
]);
export type BoundReason = z.infer<typeof boundReason>;

export const bound = z.object({
  least: z.int(),
  most: z.int(),
  whyLeast: boundReason,
  whyMost: boundReason,
});
export type Bound = z.infer<typeof bound>;

/** By the field's path as a problem names it; `*` stands for any place in a list. */
export type Bounds = Record<string, Bound>;

export const within = ({ least, most }: Bound) => z.int().min(least).max(most);

/** Of a path as zod names it. */
export function boundAt(bounds: Bounds, path: readonly PropertyKey[]): Bound | undefined {
  const name = path.map((part) => (typeof part === 'number' ? '*' : String(part))).join('.');
  return Object.hasOwn(bounds, name) ? bounds[name] : undefined;
}
