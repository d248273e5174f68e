// What awaits the police, in the words of the script, of their page and of notices: what somebody hears now, what
// is unknown, and what the plan knows of earlier times. The three are never mixed: history is no fact of today.
import * as z from 'zod';
import type { Situation, SituationAnswer } from '../situation/state.ts';
import type { PlanFlag } from '../plan/state.ts';

const dangerous = z.enum(['weapon-reported', 'children', 'medical-need']);
type Dangerous = z.infer<typeof dangerous>;

/** Reported about this holder once; the year where the register has it. */
export const reportedBefore = z.object({ what: dangerous, year: z.int().nullable() });
export type ReportedBefore = z.infer<typeof reportedBefore>;

type Answered = Exclude<keyof Situation, 'persons' | 'perpetratorKnows'>;

const words = {
  weapon: { yes: 'wapen gemeld', no: 'geen wapen', unknown: 'wapen' },
  children: { yes: 'kinderen aanwezig', no: 'geen kinderen', unknown: 'kinderen' },
  injured: { yes: 'gewonden', no: 'geen gewonden', unknown: 'gewonden' },
} satisfies Record<Answered, Record<SituationAnswer, string>>;

/** `Wapen gemeld, 2 personen. Kinderen, gewonden onbekend.` */
export function dangerText(situation: Situation): string {
  const { persons } = situation;
  const answered: { isKnown: boolean; text: string }[] = [
    of('weapon', situation),
    persons === null
      ? { isKnown: false, text: 'aantal personen' }
      : { isKnown: true, text: persons === 1 ? '1 persoon' : `${persons} personen` },
    of('children', situation),
    of('injured', situation),
  ];
  const textsOf = (isKnown: boolean) =>
    answered.filter((each) => each.isKnown === isKnown).map((each) => each.text);
  const [known, unknown] = [textsOf(true), textsOf(false)];
  return [sentence(known), unknown.length > 0 && sentence([`${unknown.join(', ')} onbekend`])]
    .filter(Boolean)
    .join(' ');
}

function of(part: Answered, situation: Situation): { isKnown: boolean; text: string } {
  const answer = situation[part];
  return { isKnown: answer !== 'unknown', text: words[part][answer] };
}

/** How to come: the police always hear it, also where nobody knows whether the perpetrator knows. */
export function approachWords({ perpetratorKnows }: Situation): string {
  switch (perpetratorKnows) {
    case 'yes':
      return 'Dader weet van het alarm.';
    case 'no':
      return 'Dader weet van niets, stil aanrijden.';
    case 'unknown':
      return 'Onbekend of dader ervan weet, stil aanrijden.';
  }
}

const reportedWords = {
  'weapon-reported': 'wapen',
  children: 'kinderen',
  'medical-need': 'medische zorg',
} satisfies Record<Dangerous, string>;

/** `Eerder wapen gemeld, 2025.`; what is heard now needs no history. Null where there is none. */
export function historyText(before: readonly ReportedBefore[], now: Situation): string | null {
  const isHeard = { 'weapon-reported': now.weapon, children: now.children, 'medical-need': null };
  const reported = before.filter(({ what }) => isHeard[what] !== 'yes');
  const [first, ...others] = reported;
  if (!first) return null;
  if (others.length === 0)
    return sentence([`eerder ${reportedWords[first.what]} gemeld`, first.year]);
  const each = reported.map(({ what, year }) =>
    [reportedWords[what], year].filter(Boolean).join(' '),
  );
  return `Eerder gemeld: ${each.join(', ')}.`;
}

/** Of the plan's flags those that are about danger, with the years that the register has. */
export function reportedOf(
  flags: readonly PlanFlag[],
  years: Partial<Record<PlanFlag, number>>,
): ReportedBefore[] {
  return dangerous.options
    .filter((flag) => flags.includes(flag))
    .map((what) => ({ what, year: years[what] ?? null }));
}

function sentence(parts: readonly (string | number | null)[]): string {
  const text = parts.filter((part) => part !== null).join(', ');
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
