// What became of a person's sheet. What says something of him stands in `personal`, each of its two parts sealed under
// a key of its own; in clear stand ids and moments alone.
import * as z from 'zod';
import { staffMember } from '../staff-member.ts';
import { identity, personDeadlineKind, restrictedPart, whyNeeded } from './state.ts';

/** Null: a part of the system; the event's actor says which. */
const by = staffMember.nullable();
const at = z.iso.datetime();
const ofIdentity = z.object({ identity: identity.nullable() });
const ofRestricted = z.object({ restricted: restrictedPart.nullable() });
const ofBoth = z.object({ ...ofIdentity.shape, ...ofRestricted.shape });
/** A word: it was set or taken back by this event; missing: nothing was said of it. */
const wordChange = z.enum(['set', 'none']).optional();

export const personFact = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('PersonAdded'),
    data: z.object({
      centreId: z.uuid(),
      municipalityId: z.uuid(),
      belongsTo: z.uuid().nullable(),
      by,
    }),
    personal: ofIdentity.nullable(),
  }),
  /** Registered by a release that kept no history of persons. */
  z.object({
    type: z.literal('PersonTakenOver'),
    data: z.object({
      centreId: z.uuid(),
      municipalityId: z.uuid(),
      codeWord: wordChange,
      duressWord: wordChange,
    }),
    personal: ofBoth.nullable(),
  }),
  z.object({
    type: z.literal('PersonIdentityChanged'),
    data: z.object({ by, belongsTo: z.uuid().nullable() }),
    personal: ofIdentity.nullable(),
  }),
  z.object({
    type: z.literal('PersonCircumstancesChanged'),
    data: z.object({ by }),
    personal: ofRestricted.nullable(),
  }),
  z.object({
    type: z.literal('PersonWordsSet'),
    data: z.object({ by, codeWord: wordChange, duressWord: wordChange }),
    personal: ofRestricted.nullable(),
  }),
  z.object({
    type: z.literal('PersonAgreementsChanged'),
    data: z.object({ by }),
    personal: ofRestricted.nullable(),
  }),
  z.object({
    type: z.literal('PersonAccountTied'),
    data: z.object({ by, accountId: z.uuid().nullable() }),
  }),
  z.object({ type: z.literal('PersonWearsSince'), data: z.object({ returnedAt: at.nullable() }) }),
  /** Its moment came, and something needs it still. */
  z.object({
    type: z.literal('PersonStillNeeded'),
    data: z.object({
      kind: personDeadlineKind,
      revision: z.int().positive(),
      dueAt: at,
      why: whyNeeded,
    }),
  }),
  /** The key of the restricted part goes in the same transaction; telephones with this. `whole`: his name as well. */
  z.object({
    type: z.literal('PersonEmptied'),
    data: z.object({
      why: z.enum(['loans-ended', 'family', 'unused', 'request']),
      whole: z.boolean().optional(),
    }),
    personal: ofIdentity.nullable(),
  }),
]);
export type PersonFact = z.infer<typeof personFact>;
