// What is the matter there as it is heard now: weapon, persons, children, injured, whether the perpetrator knows
// of the alarm. Nothing of it comes from the register, and until somebody enters it, it is unknown.
import * as z from 'zod';
import type { PersonCommand } from './commands.ts';
import type { AlarmFact } from './events.ts';
import type { StaffMember } from './staff-member.ts';
import type { Alarm } from './state.ts';

export const situationAnswer = z.enum(['unknown', 'yes', 'no']);
export type SituationAnswer = z.infer<typeof situationAnswer>;

/** More are no longer counted by ear. */
const mostPersons = 99;

export const situation = z.object({
  weapon: situationAnswer,
  /** How many are there; null: unknown. */
  persons: z.int().nonnegative().max(mostPersons).nullable(),
  children: situationAnswer,
  injured: situationAnswer,
  /** Whether the perpetrator knows that an alarm was given. */
  perpetratorKnows: situationAnswer,
});
export type Situation = z.infer<typeof situation>;
export const situationPart = situation.keyof();
export type SituationPart = z.infer<typeof situationPart>;

const unknown: Situation = {
  weapon: 'unknown',
  persons: null,
  children: 'unknown',
  injured: 'unknown',
  perpetratorKnows: 'unknown',
};

/** All unknown too where its key was erased. */
export function situationOf({ personal }: Pick<Alarm, 'personal'>): Situation {
  return { ...unknown, ...personal?.situation };
}

/** Only what is new; that this person may say it was decided before. */
export function decideAboutSituation(
  alarm: Alarm,
  { heard }: Extract<PersonCommand, { type: 'EnterSituation' }>,
  by: StaffMember,
): AlarmFact[] {
  const known = situationOf(alarm);
  const about = situationPart.options.filter(
    (part) => heard[part] !== undefined && heard[part] !== known[part],
  );
  if (about.length === 0) return [];
  const news = Object.fromEntries(about.map((part) => [part, heard[part]]));
  return [
    { type: 'SituationEntered', data: { by, about }, personal: situation.partial().parse(news) },
  ];
}
