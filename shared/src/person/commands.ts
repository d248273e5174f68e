// What somebody asks of a person's sheet, a part of it each, because not everybody may write every part. Each says upon
// which version it was filled in: of two who write at once the second is told.
import * as z from 'zod';
import {
  agreements,
  circumstances,
  identity,
  personDeadlineKind,
  whyNeeded,
  words,
} from './state.ts';

const expectedVersion = z.int().positive();
const at = z.iso.datetime();

export const personCommand = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('AddPerson'),
    centreId: z.uuid(),
    municipalityId: z.uuid(),
    belongsTo: z.uuid().nullable(),
    identity,
  }),
  z.object({
    type: z.literal('ChangeIdentity'),
    expectedVersion,
    belongsTo: z.uuid().nullable(),
    identity,
  }),
  z.object({ type: z.literal('ChangeCircumstances'), expectedVersion, circumstances }),
  /** What is left out stays as it was: whoever writes them does not see them. */
  z.object({ type: z.literal('SetWords'), expectedVersion, words: words.partial() }),
  z.object({ type: z.literal('ChangeAgreements'), expectedVersion, agreements }),
  /** Null: he reads his own no more. */
  z.object({ type: z.literal('TieAccount'), expectedVersion, accountId: z.uuid().nullable() }),
  /** Said by his loans: when the last button came back, or that he wears one. */
  z.object({ type: z.literal('WearsSince'), returnedAt: at.nullable() }),
  z.object({
    type: z.literal('DeadlineReached'),
    kind: personDeadlineKind,
    revision: z.int().positive(),
    /** What needs the sheet still, as it was looked up; null: nothing does. */
    neededBy: whyNeeded.nullable(),
  }),
  /** Because nobody was lent anything by it, or because he asked. */
  z.object({
    type: z.literal('EmptySheet'),
    why: z.enum(['unused', 'request']),
    /** His name as well. */
    whole: z.boolean(),
    neededBy: whyNeeded.nullable(),
  }),
  /** With whom he belongs to, whose sheet was emptied. */
  z.object({ type: z.literal('EmptyWithFamily') }),
]);
export type PersonCommand = z.infer<typeof personCommand>;
