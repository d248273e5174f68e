// What became of a privacy request. Who asked, and what was typed, stands in `personal`, which the log keeps sealed.
import * as z from 'zod';
import { staffMember } from '../staff-member.ts';
import { about, erasureAnswer, identityCheck, privacyRequestKind } from './state.ts';

const at = z.iso.datetime();
const by = staffMember;
const notices = z.array(z.object({ municipalityId: z.uuid() })).min(1);

export const privacyRequestFact = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('RequestRecorded'),
    data: z.object({
      centreId: z.uuid(),
      kind: privacyRequestKind,
      about,
      receivedAt: at,
      dueAt: at,
      by,
      notices: notices.optional(),
    }),
    personal: z.object({ from: z.string(), question: z.string() }).nullable(),
  }),
  z.object({
    type: z.literal('IdentityChecked'),
    data: z.object({ how: identityCheck, by }),
  }),
  z.object({ type: z.literal('RequestTakenOn'), data: z.object({ by }) }),
  z.object({ type: z.literal('NoticesAdded'), data: z.object({ notices, by }) }),
  z.object({
    type: z.literal('MunicipalityTold'),
    data: z.object({ municipalityId: z.uuid(), by }),
    personal: z.object({ how: z.string() }).nullable(),
  }),
  z.object({
    type: z.literal('TermExtended'),
    data: z.object({ dueAt: at, by }),
    personal: z.object({ why: z.string() }).nullable(),
  }),
  z.object({ type: z.literal('ErasingProposed'), data: z.object({ whole: z.boolean(), by }) }),
  /** Said once the sheet is gone. */
  z.object({ type: z.literal('ErasingApproved'), data: z.object({ alone: z.boolean(), by }) }),
  z.object({
    type: z.literal('RequestAnswered'),
    data: z.object({
      outcome: z.enum(['done', 'refused']),
      by,
      erasure: erasureAnswer.optional(),
    }),
    personal: z.object({ answer: z.string() }).nullable(),
  }),
]);
export type PrivacyRequestFact = z.infer<typeof privacyRequestFact>;
