// What a supervisor asks of a privacy request.
import * as z from 'zod';
import { about, erasureAnswer, identityCheck, privacyRequestKind } from './state.ts';

/** What the database cannot keep is refused at the door. */
export const typed = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((words) => words.isWellFormed() && !words.includes('\0'));

/** As it came in. */
export const newPrivacyRequest = z.object({
  kind: privacyRequestKind,
  about,
  receivedAt: z.iso.datetime(),
  from: typed(300),
  question: typed(4_000),
});

export const privacyRequestCommand = z.discriminatedUnion('type', [
  newPrivacyRequest.extend({ type: z.literal('RecordRequest'), centreId: z.uuid() }),
  z.object({ type: z.literal('CheckIdentity'), how: identityCheck }),
  z.object({ type: z.literal('TakeOn') }),
  z.object({ type: z.literal('Extend'), why: typed(2_000) }),
  z.object({
    type: z.literal('Answer'),
    outcome: z.enum(['done', 'refused']),
    answer: typed(4_000),
    /** Of an erasure that is done: what went, and what stays on which ground. */
    erasure: erasureAnswer.optional(),
  }),
]);
export type PrivacyRequestCommand = z.infer<typeof privacyRequestCommand>;
