// A customer of the centre, as its log folds: which municipality it is, how it is reached day and night, what was agreed
// with it, and how its own pages look. Its files and people stand beside it and name it by its id.
import * as z from 'zod';
import { language } from '../language.ts';
import { controlRoomOf, type ControlRoomCode } from '../police/control-rooms.ts';
import { phoneProblem } from '../setting/kinds/phone-number.ts';
import type { staffMember } from '../staff-member.ts';
import { contrastOf, leastContrast } from './contrast.ts';

/** As it is dialled: `+31 88 123 45 67`, `(030) 286 00 00`. */
export const dialled = z
  .string()
  .trim()
  .regex(/^\+?[0-9(][0-9 ()-]{2,19}$/);
/** One that rings at the municipality: whoever calls it in an alarm must not come out at 112, or at a queue that is paid. */
export const ringsThere = dialled.refine((phone) => {
  const problem = phoneProblem(phone);
  return problem !== 'emergency-number' && problem !== 'premium-number';
}, 'rings-elsewhere');
const words = (most: number) => z.string().trim().min(1).max(most);
const colour = z.string().regex(/^#[0-9a-f]{6}$/i);

/** Whom of its own house the centre speaks with on a working day. It names people: sealed. */
export const officeContact = z.object({
  name: words(120),
  phone: dialled.nullable(),
  mail: z.email().max(255).nullable(),
});
export type OfficeContact = z.infer<typeof officeContact>;

export const contract = z.object({
  since: z.iso.date(),
  /** The last day; null: until somebody ends it. */
  until: z.iso.date().nullable(),
  /** Who goes instead of the police: without a name here nothing may stay with anybody but them. */
  otherResponder: words(120).nullable(),
  /** What the centralist reads when he closes one of its alarms. */
  closingText: words(1_000).nullable(),
});
export type Contract = z.infer<typeof contract>;

/** Of the top of its own pages: what stands behind its name, and its name. */
export const theme = z.object({ fill: colour, text: colour });
export type Theme = z.infer<typeof theme>;

/** What an administrator fills in, whole each time. */
export const municipalityDetails = z.object({
  /** Of CBS, as in the list; its name, province and control room follow. */
  code: z.string().regex(/^[0-9]{4}$/),
  dayAndNightPhone: ringsThere.nullable(),
  office: officeContact.nullable(),
  contract: contract.nullable(),
  theme: theme.nullable(),
  /** What its people read who chose none themselves; null: nobody chose one for them. */
  language: language.nullable(),
});
export type MunicipalityDetails = z.infer<typeof municipalityDetails>;

/** What of it stands in clear. */
export type ClearDetails = Omit<MunicipalityDetails, 'code' | 'office'> & {
  /** Null where it was named before there was a list to choose from, and the list has no such name. */
  code: string | null;
};

export type Municipality = ClearDetails & {
  id: string;
  centreId: string;
  name: string;
  /** It was known by its name alone before it had a history. */
  takenOver: boolean;
  /** Null while it is a customer. */
  ended: { at: string; by: z.infer<typeof staffMember> | null } | null;
  version: number;
  updatedAt: string;
  /** Null where nobody was named, and once it was erased. */
  personal: { office: OfficeContact } | null;
};

/** Which control room answers for it; null where nobody chose it from the list yet. */
export function controlRoomFor({ code }: Pick<Municipality, 'code'>): ControlRoomCode | null {
  return code === null ? null : controlRoomOf(code);
}

/** Null: it can be read. Otherwise the figure, rounded down, so that 4.49 is never shown as 4.5. */
export function tooLittleContrast(asked: Theme | null): string | null {
  if (!asked) return null;
  const ratio = contrastOf(asked.fill, asked.text);
  return ratio >= leastContrast ? null : (Math.floor(ratio * 10) / 10).toFixed(1);
}
