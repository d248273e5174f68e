// Words and telephone calls: whether anybody may be called, who was, and which word was heard.
import * as z from 'zod';
import { staffMember } from '../../staff-member.ts';

const at = z.iso.datetime();

/** Whether the holder, and who may be involved, may be called; only who listens can tell. */
export const calling = z.discriminatedUnion('status', [
  z.object({ status: z.literal('not-allowed') }),
  z.object({
    status: z.literal('allowed'),
    /** Null: nobody had to, this kind of alarm starts so. */
    by: staffMember.nullable(),
    at,
  }),
]);

export const callResult = z.enum(['answered', 'no-answer', 'voicemail', 'busy']);
export type CallResult = z.infer<typeof callResult>;

export const callAttempt = z.object({
  /** The event's version. */
  version: z.int().positive(),
  /** Null: the holder. The name of a contact stands in `personal.calledNames`. */
  contactId: z.uuid().nullable(),
  /** Which attempt to call this one it is, from 1. */
  round: z.int().positive(),
  result: callResult,
  by: staffMember,
  at,
});
export type CallAttempt = z.infer<typeof callAttempt>;

export const wordResult = z.enum(['code-word', 'duress-word', 'wrong']);
export type WordResult = z.infer<typeof wordResult>;

/** When each word was heard last; a wrong word counts as the duress word. */
export const words = z.object({ codeWordAt: at.nullable(), duressAt: at.nullable() });
