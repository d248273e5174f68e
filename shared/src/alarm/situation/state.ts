// What is the matter there as it is heard now: weapon, persons, children, injured, whether the perpetrator knows
// of the alarm. Nothing of it comes from the register, and until somebody enters it, it is unknown.
import * as z from 'zod';

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
export function situationOf({
  personal,
}: {
  personal: { situation?: Partial<Situation> | undefined } | null;
}): Situation {
  return { ...unknown, ...personal?.situation };
}
