// What became of a button's loans. Ids alone: who the holder is stands in the register.
import * as z from 'zod';
import { buttonDeadlineKind, loan } from './state.ts';

const at = z.iso.datetime();

export const buttonFact = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ButtonLent'),
    data: loan.omit({ returnedAt: true }).extend({ centreId: z.uuid() }),
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
