// A button after one more event of it.
import { actedUntil, settled, type Moments } from '../deadlines.ts';
import type { Dated } from '../subject.ts';
import type { ButtonFact } from './events.ts';
import type { Registration } from './register/registration.ts';
import {
  isSoundUntested,
  openLoan,
  type Button,
  type ButtonDeadlineKind,
  type Loan,
} from './state.ts';

/** Raised when the same events fold to something else: rows are then folded anew. */
export const buttonFoldVersion = 2;

/** Within which a button that left without one has its test. */
const soundTestHours = 24;

export type ButtonEvent = ButtonFact & Dated & { buttonId: string };
type EventOf<T extends ButtonFact['type']> = Extract<ButtonEvent, { type: T }>;
type Folds = { [T in ButtonFact['type']]: (button: Button, event: EventOf<T>) => Button };

const folds: Folds = {
  ButtonRegistered: (button, { data }) => ({ ...button, registered: registered(data) }),
  ButtonTakenOver: (button, { at, data }) => {
    const found = { at, by: null };
    return {
      ...button,
      registered: registered(data),
      aside:
        data.is === 'in-test' || data.is === 'maintenance'
          ? (button.aside ?? { ...found, why: data.is === 'in-test' ? 'test' : 'maintenance' })
          : null,
      missing: data.is === 'missing' ? (button.missing ?? found) : null,
      retired: data.is === 'retired' ? (button.retired ?? { ...found, reason: 'other' }) : null,
    };
  },
  ButtonChanged: (button, { data }) => ({ ...button, registered: registered(data) }),
  ButtonKeySet: (button, { at, data: { key, by } }) => ({
    ...button,
    keysSet: { ...button.keysSet, [key]: { at, by } },
  }),
  ButtonSetAside: (button, { at, data: { why, by } }) => ({ ...button, aside: { at, by, why } }),
  ButtonPutBack: (button) => ({ ...button, aside: null }),
  ButtonMissing: (button, { at, data: { by } }) => ({ ...button, missing: { at, by } }),
  ButtonFound: (button) => ({ ...button, missing: null }),
  ButtonRetired: (button, { at, data }) => ({ ...button, retired: { at, ...data } }),
  ButtonLent: (button, { data: { centreId: _centre, ...lent } }) => ({
    ...button,
    loans: [...button.loans, { ...lent, returnedAt: null }],
    heard: newest(button.heard, lent.soundTest ?? null),
  }),
  ButtonReturned: (button, { data: { loanId, returnedAt } }) =>
    withLoan(button, loanId, { returnedAt }),
  LoanTermChanged: (button, { data: { loanId, endsAt, reviewAt } }) =>
    withLoan(button, loanId, { endsAt, reviewAt }),
  LoanTalkKept: (button, { at, data: { loanId, said } }) =>
    withLoan(button, loanId, { talk: { said, at } }),
  TestHeard: (button, { data }) => ({ ...button, heard: newest(button.heard, data) }),
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

function begun({ buttonId, type, data, at }: ButtonEvent): Button {
  if (type !== 'ButtonRegistered' && type !== 'ButtonTakenOver' && type !== 'ButtonLent')
    throw new Error('a button begins by being registered, or by the first loan of it');
  return {
    id: buttonId,
    centreId: data.centreId,
    registered: null,
    keysSet: {},
    aside: null,
    missing: null,
    retired: null,
    heard: null,
    loans: [],
    deadlines: [],
    passed: {},
    revisions: {},
    version: 0,
    updatedAt: at,
    personal: null,
  };
}

function registered({
  serial,
  protocol,
  account,
  model,
  municipalityId,
  sim,
  firmware,
  supervisionSeconds,
}: Registration): Registration {
  return { serial, protocol, account, model, municipalityId, sim, firmware, supervisionSeconds };
}

function newest(one: Button['heard'], other: Button['heard']): Button['heard'] {
  if (!one || !other) return one ?? other;
  return Date.parse(one.at) <= Date.parse(other.at) ? other : one;
}

function withLoan(button: Button, loanId: string, change: Partial<Loan>): Button {
  return {
    ...button,
    loans: button.loans.map((loan) => (loan.loanId === loanId ? { ...loan, ...change } : loan)),
  };
}

function momentsOf(button: Button): Moments<ButtonDeadlineKind> {
  const loan = openLoan(button);
  const startsAt = loan ? Date.parse(loan.startsAt) : null;
  return {
    // So that its row says that it is lent from the moment on at which it is.
    'loan-starts': startsAt !== null && startsAt > Date.parse(button.updatedAt) ? startsAt : null,
    'loan-overdue': loan?.endsAt ? Date.parse(loan.endsAt) : null,
    'loan-review': loan ? Date.parse(loan.reviewAt) : null,
    'sound-test':
      startsAt !== null && isSoundUntested(button) ? startsAt + soundTestHours * 3_600_000 : null,
  };
}
