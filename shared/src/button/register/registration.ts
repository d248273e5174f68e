// What is registered of a device: how it is called, how it speaks, and what is in it. No key of it, and no person.
import * as z from 'zod';
import { lineText } from '../../command-text.ts';

/** Of a device that speaks DC-09 it is the account in its frames; of one that sends sound alone its serial. */
const account = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[0-9A-F]{3,16}$/);

const optional = (most: number) => lineText(most).nullable();

export const wire = z.enum(['dc09', 'whip']);

/** How far apart a device that is watched may be heard, in seconds: a minute at least, a week at most. */
export const supervisionSeconds = z
  .int()
  .min(60)
  .max(7 * 86_400);

const device = {
  serial: lineText(64),
  model: z.union([lineText(64), z.literal('')]),
  municipalityId: z.uuid().nullable(),
  /** The number of its card (ICCID), as it is printed on it. */
  sim: z
    .string()
    .trim()
    .regex(/^[0-9]{6,22}$/)
    .nullable(),
  firmware: optional(64),
  /** Null: nobody expects it at any time. */
  supervisionSeconds: supervisionSeconds.nullable(),
};

/** What somebody fills in, whole each time. */
export const registrationDetails = z.discriminatedUnion('protocol', [
  z.object({ ...device, protocol: z.literal('dc09'), account }),
  z.object({ ...device, protocol: z.literal('whip') }),
]);
export type RegistrationDetails = z.infer<typeof registrationDetails>;

/** As it is kept; also what a release wrote that asked less of it. */
export const registration = z.object({
  serial: z.string(),
  protocol: wire,
  account: z.string(),
  model: z.string(),
  municipalityId: z.uuid().nullable(),
  sim: z.string().nullable(),
  firmware: z.string().nullable(),
  supervisionSeconds: z.int().nullable(),
});
export type Registration = z.infer<typeof registration>;

export function registrationOf(details: RegistrationDetails): Registration {
  const { serial } = details;
  return { ...details, account: details.protocol === 'dc09' ? details.account : serial };
}
