// May it be lent, and may it be given back? One holder at a time, so that a press never names somebody else than who
// wears it: a button that nobody brought back is still with whom it was lent to, whatever was agreed.
import { dueNow } from '../deadlines.ts';
import { refuse, type Refused, type RuleTable } from '../rule-table.ts';
import type { ButtonCommand } from './commands.ts';
import type { ButtonFact } from './events.ts';
import { openLoan, type Button, type Loan } from './state.ts';

export type ButtonRefusal = Refused<
  'rol-mag-niet' | 'uitleen-overlapt' | 'uitleen-onbekend' | 'uitleen-al-terug' | 'uitleen-periode'
>;

export type ButtonRuleTypes = {
  State: Button;
  Command: ButtonCommand;
  Fact: ButtonFact;
  Refusal: ButtonRefusal;
  LookedUp: object;
};

export const buttonRules: RuleTable<ButtonRuleTypes> = {
  Lend: {
    sentBy: ['person', 'system'],
    decide(button, { type: _type, ...asked }, { now }) {
      if (asked.endsAt !== null && !isBefore(asked.startsAt, asked.endsAt))
        return refuse('uitleen-periode');
      const other = button?.loans.find((loan) => overlaps(loan, asked, now));
      if (other)
        return refuse('uitleen-overlapt', {
          loanId: other.loanId,
          from: other.startsAt,
          ...(other.endsAt !== null && { until: other.endsAt }),
        });
      return [{ type: 'ButtonLent', data: asked }];
    },
  },
  Return: {
    sentBy: ['person', 'system'],
    decide(button, { loanId, returnedAt = null }, { now }) {
      const loan = button?.loans.find((each) => each.loanId === loanId);
      if (!loan) return refuse('uitleen-onbekend');
      if (loan.returnedAt) return refuse('uitleen-al-terug', { at: loan.returnedAt });
      const moment = returnedAt ?? now.toISOString();
      // What never began, begins and ends at once: it is called off.
      if (Date.parse(moment) > now.getTime()) return refuse('uitleen-periode');
      return [{ type: 'ButtonReturned', data: { loanId, returnedAt: moment } }];
    },
  },
  ChangeTerm: {
    sentBy: ['person', 'system'],
    decide(button, { loanId, endsAt, reviewAt }, { now }) {
      const loan = button?.loans.find((each) => each.loanId === loanId);
      if (!button || !loan) return refuse('uitleen-onbekend');
      if (loan.returnedAt) return refuse('uitleen-al-terug', { at: loan.returnedAt });
      if (endsAt !== null && !isBefore(loan.startsAt, endsAt)) return refuse('uitleen-periode');
      const asked = { ...loan, endsAt };
      const other = button.loans.find((each) => each !== loan && overlaps(each, asked, now));
      if (other) return refuse('uitleen-overlapt', { loanId: other.loanId, from: other.startsAt });
      return loan.endsAt === endsAt && loan.reviewAt === reviewAt
        ? []
        : [{ type: 'LoanTermChanged', data: { loanId, endsAt, reviewAt } }];
    },
  },
  DeadlineReached: {
    sentBy: ['system'],
    decide(button, command, { now }) {
      const due = button && dueNow(button, command, now);
      const loan = button && openLoan(button);
      if (!due || !loan) return [];
      const { kind, revision, at: dueAt } = due;
      return [{ type: 'LoanDeadlinePassed', data: { kind, revision, dueAt, loanId: loan.loanId } }];
    },
  },
};

/** Not by their text: one moment can be written with its milliseconds and without. */
const isBefore = (one: string, other: string) => Date.parse(one) < Date.parse(other);

type Term = Pick<Loan, 'startsAt' | 'endsAt'>;

function overlaps(loan: Loan, asked: Term, now: Date): boolean {
  const end = endOf(loan, now);
  return (
    (end === null || isBefore(asked.startsAt, end)) &&
    (asked.endsAt === null || isBefore(loan.startsAt, asked.endsAt))
  );
}

/** Null: not to be foreseen. What is over and was not brought back is with its holder still. */
function endOf({ endsAt, returnedAt }: Loan, now: Date): string | null {
  // What is back is back, whatever a clock said that ran ahead since: somebody waits for the button now.
  if (returnedAt) return isBefore(returnedAt, now.toISOString()) ? returnedAt : now.toISOString();
  return endsAt !== null && Date.parse(endsAt) > now.getTime() ? endsAt : null;
}
