// The moments at which an alarm acts by itself.
import * as z from 'zod';

export const deadlineKind = z.enum([
  'unclaimed-louder',
  'unclaimed-supervisor',
  'unclaimed-on-call',
  'on-call-over',
  'owner-idle-reminder',
  'owner-idle-supervisor',
  'no-decision-reminder',
  'no-decision-supervisor',
  'unverifiable-second',
  'unverifiable-supervisor',
  'verified-not-handed-over',
  'handover-unconfirmed',
  'upgrade-not-told',
  'upgrade-unconfirmed',
  'police-silent',
  'not-found-over',
  'parked-end',
  'no-activity',
]);
export type DeadlineKind = z.infer<typeof deadlineKind>;

export const deadline = z.object({
  kind: deadlineKind,
  at: z.iso.datetime(),
  revision: z.int().positive(),
});
export type Deadline = z.infer<typeof deadline>;
