// What became of a button: in the register, in the pool, and with whoever wore it. Ids alone: who the holder is stands in
// his own record, and no key stands anywhere but sealed in its row.
import * as z from 'zod';
import { staffMember } from '../staff-member.ts';
import { registration } from './register/registration.ts';
import {
  asideReason,
  buttonDeadlineKind,
  buttonKey,
  loan,
  retiredReason,
  soundTest,
  talk,
} from './state.ts';

const at = z.iso.datetime();
/** Null: a part of the system; the event's actor says which. */
const by = staffMember.nullable();

export const buttonFact = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ButtonRegistered'),
    data: registration.extend({ centreId: z.uuid(), by }),
  }),
  /** It stood in the register before there was a history, as in the row of a release that kept none. */
  z.object({
    type: z.literal('ButtonTakenOver'),
    data: registration.extend({
      centreId: z.uuid(),
      is: z.enum(['in-use', 'in-test', 'maintenance', 'missing', 'retired']),
    }),
  }),
  z.object({ type: z.literal('ButtonChanged'), data: registration.extend({ by }) }),
  z.object({ type: z.literal('ButtonKeySet'), data: z.object({ key: buttonKey, by }) }),
  z.object({ type: z.literal('ButtonSetAside'), data: z.object({ why: asideReason, by }) }),
  z.object({ type: z.literal('ButtonPutBack'), data: z.object({ by }) }),
  z.object({ type: z.literal('ButtonMissing'), data: z.object({ by }) }),
  z.object({ type: z.literal('ButtonFound'), data: z.object({ by }) }),
  z.object({ type: z.literal('ButtonRetired'), data: z.object({ reason: retiredReason, by }) }),
  z.object({
    type: z.literal('ButtonLent'),
    data: loan.omit({ returnedAt: true, talk: true }).extend({ centreId: z.uuid() }),
  }),
  z.object({
    type: z.literal('ButtonReturned'),
    data: z.object({ loanId: z.uuid(), returnedAt: at }),
  }),
  z.object({
    type: z.literal('LoanTermChanged'),
    data: z.object({ loanId: z.uuid(), endsAt: at.nullable(), reviewAt: at }),
  }),
  z.object({
    type: z.literal('LoanTalkKept'),
    data: z.object({ loanId: z.uuid(), said: talk }),
  }),
  z.object({ type: z.literal('TestHeard'), data: soundTest }),
  z.object({
    type: z.literal('LoanDeadlinePassed'),
    data: z.object({
      kind: buttonDeadlineKind,
      loanId: z.uuid(),
      revision: z.int().positive(),
      dueAt: at,
    }),
  }),
]);
export type ButtonFact = z.infer<typeof buttonFact>;
