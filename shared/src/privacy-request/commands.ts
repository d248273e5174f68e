// What a supervisor asks of a privacy request.
import * as z from 'zod';
import { text } from '../command-text.ts';
import { about, erasureAnswer, identityCheck, privacyRequestKind } from './state.ts';

/** As it came in. */
export const newPrivacyRequest = z.object({
  kind: privacyRequestKind,
  about,
  receivedAt: z.iso.datetime(),
  from: text(300),
  question: text(4_000),
});

/** More than there are in the Netherlands. */
const municipalityIds = z.array(z.uuid()).min(1).max(500);

/** What is done with one that is there. */
const acts = [
  z.object({ type: z.literal('CheckIdentity'), how: identityCheck }),
  z.object({ type: z.literal('TakeOn') }),
  /** Of a breach: their people were seen as well. */
  z.object({ type: z.literal('AddNotices'), municipalityIds }),
  z.object({ type: z.literal('TellMunicipality'), municipalityId: z.uuid(), how: text(500) }),
  z.object({ type: z.literal('Extend'), why: text(2_000) }),
  /** Of an erasure: the sheet of the holder it is about goes, and where nothing is known by it his name. */
  z.object({ type: z.literal('ProposeErasing'), whole: z.boolean() }),
  z.object({ type: z.literal('ApproveErasing') }),
  z.object({
    type: z.literal('Answer'),
    outcome: z.enum(['done', 'refused']),
    answer: text(4_000),
    /** Of an erasure that is done: what went, and what stays on which ground. */
    erasure: erasureAnswer.optional(),
  }),
] as const;
export const privacyRequestAction = z.discriminatedUnion('type', acts);
export type PrivacyRequestAction = z.infer<typeof privacyRequestAction>;

export const privacyRequestCommand = z.discriminatedUnion('type', [
  newPrivacyRequest.extend({
    type: z.literal('RecordRequest'),
    centreId: z.uuid(),
    /** Of a breach whose list was made. */
    municipalityIds: municipalityIds.optional(),
  }),
  ...acts,
]);
export type PrivacyRequestCommand = z.infer<typeof privacyRequestCommand>;
