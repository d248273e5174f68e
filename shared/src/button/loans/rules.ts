// May it be lent, and may it be given back? One holder at a time, so that a press never names somebody else than who
// wears it: a button that nobody brought back is still with whom it was lent to, whatever was agreed. And nobody leaves
// with one that was not heard, unless it is said why: then every alarm of it says so until it is.
import { refuse, type RuleTable } from '../../rule-table.ts';
import type { ButtonCommand } from '../commands.ts';
import type { ButtonRefusal, ButtonRuleTypes } from '../rule.ts';
import { whyNotHere } from '../register/rules.ts';
import type { Button, Loan, SoundTest } from '../state.ts';

/** What a test may be old when somebody leaves with the button. */
export const freshTestMinutes = 15;
/** A review lies no further ahead than this: whether it is still needed is asked every year at least. */
const longestReviewDays = 366;

type Asked = 'Lend' | 'Return' | 'ChangeTerm' | 'KeepTalk' | 'HearTest';

export const loanRules: Pick<RuleTable<ButtonRuleTypes>, Asked> = {
  Lend: {
    sentBy: ['person', 'system'],
    permission: 'loan.change',
    decide(button, { type: _type, ...asked }, { actor, now, lookedUp }) {
      if (asked.endsAt !== null && !isBefore(asked.startsAt, asked.endsAt))
        return refuse('uitleen-periode');
      const there = button?.loans.find(({ loanId }) => loanId === asked.loanId);
      // The same request, sent twice.
      if (there?.holderId === asked.holderId) return [];
      const other = there ?? button?.loans.find((loan) => overlaps(loan, asked, now));
      if (other) return refuse('uitleen-overlapt', named(other));
      // What stands in a file or in a row is so already: nobody is handed anything.
      if (actor.type !== 'person') return [{ type: 'ButtonLent', data: asked }];
      const no = whyNotHanded(button, asked, lookedUp, now);
      if (no) return no;
      const gate = gateOf(asked, lookedUp, now);
      if ('code' in gate) return gate;
      const { withoutSoundTest: _asked, ...lent } = asked;
      return [{ type: 'ButtonLent', data: { ...lent, ...gate } }];
    },
  },
  Return: {
    sentBy: ['person', 'system'],
    permission: 'loan.change',
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
    permission: 'loan.change',
    decide(button, { loanId, endsAt, reviewAt }, { actor, now }) {
      const loan = button?.loans.find((each) => each.loanId === loanId);
      if (!button || !loan) return refuse('uitleen-onbekend');
      if (loan.returnedAt) return refuse('uitleen-al-terug', { at: loan.returnedAt });
      if (endsAt !== null && !isBefore(loan.startsAt, endsAt)) return refuse('uitleen-periode');
      if (loan.endsAt === endsAt && loan.reviewAt === reviewAt) return [];
      if (actor.type === 'person' && !isReviewable(reviewAt, now))
        return refuse('herbeoordeling-ongeldig');
      const asked = { ...loan, endsAt };
      const other = button.loans.find((each) => each !== loan && overlaps(each, asked, now));
      if (other) return refuse('uitleen-overlapt', named(other));
      return [{ type: 'LoanTermChanged', data: { loanId, endsAt, reviewAt } }];
    },
  },
  KeepTalk: {
    sentBy: ['person'],
    permission: 'loan.change',
    decide(button, { loanId, said }) {
      const loan = button?.loans.find((each) => each.loanId === loanId);
      if (!loan) return refuse('uitleen-onbekend');
      if (!loan.returnedAt) return refuse('uitleen-nog-niet-terug');
      return loan.talk?.said === said ? [] : [{ type: 'LoanTalkKept', data: { loanId, said } }];
    },
  },
  HearTest: {
    sentBy: ['system'],
    decide(button, { type: _type, ...heard }) {
      if (!button) return [];
      const { heard: before } = button;
      // How loud it was may be known later than that it was heard.
      const isLouder = before?.alarmId === heard.alarmId && before.decibels !== heard.decibels;
      const isOld = before && !isLouder && !isBefore(before.at, heard.at);
      return isOld ? [] : [{ type: 'TestHeard', data: heard }];
    },
  },
};

type Lend = Omit<Extract<ButtonCommand, { type: 'Lend' }>, 'type'>;
type LookedUp = ButtonRuleTypes['LookedUp'];

function whyNotHanded(
  button: Button | null,
  asked: Lend,
  { holder }: LookedUp,
  now: Date,
): ButtonRefusal | null {
  const no = whyNotHere(button);
  if (no) return no;
  if (button?.aside) return refuse('knop-opzij', { why: button.aside.why });
  if (!holder) return refuse('drager-onbekend');
  const { municipalityId } = asked;
  if (
    holder.municipalityId !== municipalityId ||
    button?.registered?.municipalityId !== municipalityId
  )
    return refuse('gemeente-anders');
  if (Date.parse(asked.startsAt) < now.getTime() - freshTestMinutes * 60_000)
    return refuse('uitleen-periode');
  const from = new Date(Math.max(now.getTime(), Date.parse(asked.startsAt)));
  return isReviewable(asked.reviewAt, from) ? null : refuse('herbeoordeling-ongeldig');
}

function gateOf(
  { startsAt, withoutSoundTest }: Lend,
  { heard }: LookedUp,
  now: Date,
): Pick<Loan, 'soundTest' | 'withoutSoundTest'> | ButtonRefusal {
  // Nobody holds it yet: that it is to be heard first is asked when he does.
  if (Date.parse(startsAt) > now.getTime()) return { withoutSoundTest: { reason: 'reserved' } };
  if (heard && isFresh(heard, now)) return { soundTest: heard };
  return withoutSoundTest ? { withoutSoundTest } : refuse('geluidstest-ontbreekt');
}

export function isFresh({ at }: Pick<SoundTest, 'at'>, now: Date): boolean {
  return now.getTime() - Date.parse(at) <= freshTestMinutes * 60_000;
}

function isReviewable(reviewAt: string, from: Date): boolean {
  const days = (Date.parse(reviewAt) - from.getTime()) / 86_400_000;
  return days > 0 && days <= longestReviewDays;
}

const named = ({ loanId, startsAt, endsAt }: Loan) => ({
  loanId,
  from: startsAt,
  ...(endsAt !== null && { until: endsAt }),
});

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
