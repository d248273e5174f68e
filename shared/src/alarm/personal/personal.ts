// What is personal: sealed in the log under the holder's key, null once that key was erased.
import * as z from 'zod';
import { possiblePlace } from '../../places/known-place.ts';
import { position } from '../../signals.ts';

const at = z.iso.datetime();

export const alarmPersonal = z.object({
  holder: z
    .object({
      name: z.string(),
      function: z.string(),
      phone: z.string().nullable(),
      /** Set when the loan had ended before the press: the last holder, shown with a warning. */
      returned: z.boolean(),
    })
    .nullable(),
  position: z
    .object({
      fix: position,
      receivedAt: at,
      /** Nobody who is believed said so; nothing better is known. */
      unbelieved: z.literal(true).optional(),
    })
    .nullable(),
  place: z
    .object({
      text: z.string(),
      /** Stated by somebody, or guessed from the position. */
      basis: z.enum(['stated', 'nearest']),
      /** Of a stated one: the fix at which it held, so that leaving it can be told from a worse fix. */
      statedAt: position.pick({ latitude: true, longitude: true, accuracyMetres: true }).optional(),
      /** Of a guessed one: the known place that the fix covers. */
      possibly: possiblePlace.optional(),
    })
    .nullable(),
  /** Of somebody who is not in the register: the name as it was told. */
  toldName: z.string().optional(),
  /** Of an unknown button: the registered one whose account is most like it, and who wears that. */
  resembles: z
    .object({ account: z.string(), serial: z.string(), holder: z.string().nullable() })
    .optional(),
  /** Of a button without a key: where its press came from, as a keyed hash. */
  sender: z.string().optional(),
  /** What each step of the plan says. */
  stepTexts: z.record(z.string(), z.string()).optional(),
});
export type AlarmPersonal = z.infer<typeof alarmPersonal>;

/** Of a bare alarm, which nothing personal was said of: not erased, and to be filled in. */
export const nobody: AlarmPersonal = { holder: null, position: null, place: null };
