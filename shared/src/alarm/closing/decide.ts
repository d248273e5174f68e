// Closing an alarm, or proposing it to a second person. When it may be closed at all stands in `when-closable.ts`.
import { isHarmless } from '../outcome.ts';
import { notOwner } from '../ownership/at-work.ts';
import { refusal } from '../refusal.ts';
import { staff, whileOpen, type SomeRules } from '../rule.ts';
import type { Alarm } from '../state.ts';
import { whyNotClose, isProposal, type Asked } from './when-closable.ts';

export const closingRules = {
  Close: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen((alarm, person) =>
      // Confirming a colleague's *loos*, or that nobody was found, is done by somebody else than its owner.
      alarm.verification.status === 'false-pending' || alarm.closingProposed
        ? null
        : notOwner(alarm, person),
    ),
    restsOn: ['ownership', 'verification', 'signals', 'handover'],
    decide: (alarm, asked, { person, by, now }) => {
      const no = whyNotClose(alarm, person, asked, now);
      if (no) return no;
      const { outcome, needless, summary } = asked;
      const personal = { summary };
      if (isProposal(alarm, person, asked))
        return [{ type: 'ClosingProposed', data: { outcome, needless, by }, personal }];
      const proposer = proposerOf(alarm, asked);
      const confirmedBy = proposer && proposer.id !== by.id ? by : null;
      const data = { outcome, needless, by: proposer ?? by, confirmedBy };
      return [{ type: 'AlarmClosed', data, personal }];
    },
  },
  Reopen: {
    sentBy: 'person',
    roles: ['supervisor'],
    when: (alarm) => (alarm.closed ? null : refusal('niet-gesloten')),
    decide: (_alarm, { reason }, { by }) => [
      { type: 'AlarmReopened', data: { by }, personal: { reason } },
    ],
  },
} satisfies SomeRules;

/** Who proposed just this; any other outcome is the closing person's own decision. */
function proposerOf({ verification, closingProposed }: Alarm, { outcome }: Asked) {
  if (closingProposed) return closingProposed.outcome === outcome ? closingProposed.by : null;
  return verification.status === 'false-pending' && isHarmless(outcome) ? verification.by : null;
}
