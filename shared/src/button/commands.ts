// What somebody asks about a button's loans.
import * as z from 'zod';
import { buttonDeadlineKind, loan } from './state.ts';

const at = z.iso.datetime();

export const buttonCommand = z.discriminatedUnion('type', [
  loan.omit({ returnedAt: true }).extend({ type: z.literal('Lend'), centreId: z.uuid() }),
  /** `returnedAt`: when it came back, where it is written down later. */
  z.object({ type: z.literal('Return'), loanId: z.uuid(), returnedAt: at.optional() }),
  z.object({
    type: z.literal('ChangeTerm'),
    loanId: z.uuid(),
    endsAt: at.nullable(),
    reviewAt: at,
  }),
  z.object({
    type: z.literal('DeadlineReached'),
    kind: buttonDeadlineKind,
    revision: z.int().positive(),
  }),
]);
export type ButtonCommand = z.infer<typeof buttonCommand>;
