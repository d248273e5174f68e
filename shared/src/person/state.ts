// A person, as his log folds: somebody who wears, or may wear, a button, or who lives with one who does. All facts of
// him are his *sheet*. What stands in it is personal, in two parts that end apart: who he is (`identity`) is kept with
// the loans that name him; everything else (`restricted`) is emptied when nobody needs it any more.
//
// What police and public prosecutor do for somebody is recorded nowhere, not even that they do something.
import * as z from 'zod';
import { lineText, text } from '../command-text.ts';
import { planFlag } from '../alarm/plan/state.ts';
import type { Deadlines } from '../deadlines.ts';
import { ringsThere } from '../municipality/state.ts';
import { aol, type Aol } from '../places/aol.ts';

const day = z.iso.date();

export const phone = z.object({
  /** `werk`, `privé`; null where nobody said. */
  label: lineText(40).nullable(),
  number: ringsThere,
});
export type Phone = z.infer<typeof phone>;

export const identity = z.object({
  name: lineText(120),
  /** Empty where a register told a name alone. */
  function: z.union([z.literal(''), lineText(120)]),
  /** The first is the one that is shown. */
  phones: z.array(phone).max(5),
});
export type Identity = z.infer<typeof identity>;

export const knownPlace = z.object({
  id: z.uuid(),
  label: lineText(60),
  address: lineText(200),
  floor: lineText(60).nullable(),
  /** Null, both: nobody has put it on the map yet, and no alarm shows it. */
  latitude: z.number().min(-90).max(90).nullable(),
  longitude: z.number().min(-180).max(180).nullable(),
});
export type PersonPlace = z.infer<typeof knownPlace>;

export const contact = z.object({
  id: z.uuid(),
  name: lineText(120),
  relation: lineText(60),
  phone: ringsThere,
  /** Where it happens he may be as well. */
  sameAddress: z.boolean(),
  /** Either keeps him from being called while an alarm says that nobody is. */
  mayBeInvolved: z.boolean(),
});
export type Contact = z.infer<typeof contact>;

export const consentKind = z.enum([
  'listen-on-missed-check',
  'sound-to-police',
  'contacts-told',
  'other',
]);
export type ConsentKind = z.infer<typeof consentKind>;

export const consent = z
  .object({
    kind: consentKind,
    givenOn: day,
    /** Null: it counts. */
    withdrawnOn: day.nullable(),
    /** What of it is not said by its kind; that of `other` is said here alone. */
    words: lineText(200).nullable(),
  })
  .refine(({ kind, words }) => kind !== 'other' || words !== null)
  .refine(({ givenOn, withdrawnOn }) => withdrawnOn === null || withdrawnOn >= givenOn);
export type Consent = z.infer<typeof consent>;

/** As it is typed: the limits are the form's. */
export const writtenAol = aol.extend({
  number: lineText(60),
  agreedResponse: lineText(300),
  contact: lineText(200),
  /** Who at the police said that it may be kept here. */
  allowedBy: lineText(120),
  place: z.object({
    label: lineText(60),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
  }),
});
export type WrittenAol = z.infer<typeof writtenAol>;

const prose = text(1_000).nullable();

/** What the municipality's officer and the centre's supervisor write together. */
export const circumstances = z.object({
  /** How to recognise him. */
  description: prose,
  /** Children, a partner, whoever else lives there. */
  othersAtHome: prose,
  threatContext: prose,
  places: z.array(knownPlace).max(20),
  /** In the order in which they are called. */
  contacts: z.array(contact).max(20),
  consents: z.array(consent).max(20),
  /** The year in which each of the plan's flags was reported, where that is known: it is told as history, not as now. */
  reportedIn: z.partialRecord(planFlag, z.int().min(1990).max(2100)).default({}),
});
export type Circumstances = z.infer<typeof circumstances>;

/** Null: none is agreed. One without a letter or figure could never be heard. */
const word = lineText(60)
  .refine((said) => /[\p{L}\p{N}]/u.test(said))
  .nullable();
export const words = z.object({ codeWord: word, duressWord: word });
export type Words = z.infer<typeof words>;

/** What the centre alone enters and sees. */
export const agreements = z.object({
  aols: z.array(writtenAol).max(20),
  specialInstruction: prose,
});
export type Agreements = z.infer<typeof agreements>;

export type Restricted = Circumstances & Words & { aols: Aol[]; specialInstruction: string | null };

/** As an event carries it: what was written over, and nothing of what was not. */
export const restrictedPart = z
  .object({
    ...circumstances.shape,
    ...words.shape,
    aols: z.array(aol),
    specialInstruction: z.string().nullable(),
    reportedIn: z.partialRecord(planFlag, z.int()),
  })
  .partial();
export type RestrictedPart = z.infer<typeof restrictedPart>;

export const nothingKnown: Restricted = {
  description: null,
  othersAtHome: null,
  threatContext: null,
  places: [],
  contacts: [],
  consents: [],
  codeWord: null,
  duressWord: null,
  aols: [],
  specialInstruction: null,
  reportedIn: {},
};

export const personDeadlineKind = z.enum(['empty']);
export type PersonDeadlineKind = z.infer<typeof personDeadlineKind>;

export const whyNeeded = z.enum(['loan', 'alarm', 'legal-hold', 'privacy-request']);
export type WhyNeeded = z.infer<typeof whyNeeded>;

export type Person = {
  id: string;
  centreId: string;
  municipalityId: string;
  /** Of whose family he is; null: he stands here for himself. */
  belongsTo: string | null;
  /** The log-in by which he reads his own; null: he has none. */
  accountId: string | null;
  /** Moments, which are all of the words that is ever shown outside an alarm; null: none is agreed. */
  agreed: { codeWord: string | null; duressWord: string | null };
  /** When the last of his buttons came back; null: he wears one, or never did. */
  returnedAt: string | null;
  /** Null: nothing needed the sheet when it was last to be emptied. */
  needed: { why: WhyNeeded; askedAt: string } | null;
  /** Null while his sheet says something, also once somebody filled it in anew. */
  emptiedAt: string | null;
  /** He stood in the register before it had a history. */
  takenOver: boolean;
  version: number;
  updatedAt: string;
  /** Each part is null once its key is gone, and the second as well while nothing was said. */
  personal: { identity: Identity | null; restricted: Restricted | null };
} & Deadlines<PersonDeadlineKind>;
