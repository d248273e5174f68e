// A button after one more event of it.
import { actedUntil, settled, type Moments } from '../deadlines.ts';
import type { Dated } from '../subject.ts';
import type { ButtonFact } from './events.ts';
import { openLoan, type Button, type ButtonDeadlineKind, type Loan } from './state.ts';

/** Raised when the same events fold to something else: rows are then folded anew. */
export const buttonFoldVersion = 1;

export type ButtonEvent = ButtonFact & Dated & { buttonId: string };
type EventOf<T extends ButtonFact['type']> = Extract<ButtonEvent, { type: T }>;
type Folds = { [T in ButtonFact['type']]: (button: Button, event: EventOf<T>) => Button };

const folds: Folds = {
  ButtonLent: (button, { data: { centreId: _centre, ...lent } }) => ({
    ...button,
    loans: [...button.loans, { ...lent, returnedAt: null }],
  }),
  ButtonReturned: (button, { data: { loanId, returnedAt } }) =>
    withLoan(button, loanId, { returnedAt }),
  LoanTermChanged: (button, { data: { loanId, endsAt, reviewAt } }) =>
    withLoan(button, loanId, { endsAt, reviewAt }),
  LoanDeadlinePassed: (button, { at, data: { kind } }) => ({
    ...button,
    passed: { ...button.passed, [kind]: actedUntil(button, kind, at) },
  }),
};

export function evolveButton(before: Button | null, event: ButtonEvent): Button {
  const { version, at: updatedAt } = event;
  const button = before ?? begun(event);
  const fold = folds[event.type] as (button: Button, event: ButtonEvent) => Button;
  const after = { ...fold(button, event), version, updatedAt };
  return { ...after, ...settled(after, momentsOf(after)) };
}

function begun(event: ButtonEvent): Button {
  if (event.type !== 'ButtonLent') throw new Error('a history of loans begins with one');
  return {
    id: event.buttonId,
    centreId: event.data.centreId,
    loans: [],
    deadlines: [],
    passed: {},
    revisions: {},
    version: 0,
    updatedAt: event.at,
    personal: null,
  };
}

function withLoan(button: Button, loanId: string, change: Partial<Loan>): Button {
  return {
    ...button,
    loans: button.loans.map((loan) => (loan.loanId === loanId ? { ...loan, ...change } : loan)),
  };
}

function momentsOf(button: Button): Moments<ButtonDeadlineKind> {
  const loan = openLoan(button);
  return {
    'loan-overdue': loan?.endsAt ? Date.parse(loan.endsAt) : null,
    'loan-review': loan ? Date.parse(loan.reviewAt) : null,
  };
}
