// A button with its loans, as its log folds: who wears it, who wore it before, and until when that was agreed. What
// is registered of the device itself (serial, keys, model) stands in the register and has no history here.
import * as z from 'zod';
import { reasonCategory } from '../alarm/raising/state.ts';
import type { Deadlines } from '../deadlines.ts';

const at = z.iso.datetime();

export const loan = z.object({
  loanId: z.uuid(),
  holderId: z.uuid(),
  municipalityId: z.uuid(),
  reasonCategory,
  startsAt: at,
  /** Null: fixed, until it is returned. */
  endsAt: at.nullable(),
  /** When somebody asks whether it is still needed. The button stays active, whatever comes of that. */
  reviewAt: at,
  returnedAt: at.nullable(),
});
export type Loan = z.infer<typeof loan>;

export const buttonDeadlineKind = z.enum(['loan-overdue', 'loan-review']);
export type ButtonDeadlineKind = z.infer<typeof buttonDeadlineKind>;

export type Button = {
  id: string;
  centreId: string;
  /** In the order in which they were written down. */
  loans: Loan[];
  version: number;
  /** Moment of the last event; the next one is never earlier. */
  updatedAt: string;
  /** Ids alone: who the holder is stands in the register. */
  personal: null;
} & Deadlines<ButtonDeadlineKind>;

/** Whose it is, or was meant to be next: the first that nobody brought back. */
export function openLoan({ loans }: Pick<Button, 'loans'>): Loan | null {
  const open = loans.filter(({ returnedAt }) => returnedAt === null);
  return open.toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))[0] ?? null;
}
