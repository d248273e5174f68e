// All that may be asked about a button, in one table: what is registered of it (`register/`), its loans (`loans/`), and
// what comes due.
import { dueNow } from '../deadlines.ts';
import type { RuleTable } from '../rule-table.ts';
import { loanRules } from './loans/rules.ts';
import { registerRules } from './register/rules.ts';
import type { ButtonRuleTypes } from './rule.ts';
import { openLoan } from './state.ts';

export const buttonRules: RuleTable<ButtonRuleTypes> = {
  ...registerRules,
  ...loanRules,
  DeadlineReached: {
    sentBy: ['system'],
    decide(button, command, { now, lookedUp: { heard } }) {
      const due = button && dueNow(button, command, now);
      const loan = button && openLoan(button);
      if (!due || !loan) return [];
      const { kind, revision, at: dueAt } = due;
      // A test that was heard, and that nobody told: then nothing is left to be done.
      const isHeard = heard && Date.parse(heard.at) >= Date.parse(loan.startsAt);
      if (kind === 'sound-test' && isHeard) return [{ type: 'TestHeard', data: heard }];
      return [{ type: 'LoanDeadlinePassed', data: { kind, revision, dueAt, loanId: loan.loanId } }];
    },
  },
};
