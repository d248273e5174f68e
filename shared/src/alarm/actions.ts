// One table: of every command who sends it, which person may while the alarm is in which state, on what a decision about
// it rests, and what is decided. The server decides with it, the desk disables the same button with the same reason.
// Each aspect has its own rows, in its `decide.ts`.
import type { Person } from '../actor.ts';
import { assigningRules } from './assigning/decide.ts';
import { callerRules } from './caller/decide.ts';
import { callingRules } from './calling/decide.ts';
import { closingRules } from './closing/decide.ts';
import type { CommandType, PersonCommand } from './commands.ts';
import { deadlinesRules } from './deadlines/decide.ts';
import { effectsRules } from './effects/decide.ts';
import { erasingRules } from './erasing/decide.ts';
import { handoverRules } from './handover/decide.ts';
import { notesRules } from './notes/decide.ts';
import { ownershipRules } from './ownership/decide.ts';
import { isAssignedTo, isWaiting } from './ownership/state.ts';
import { oneTable } from '../one-table.ts';
import { planRules } from './plan/decide.ts';
import { policePageRules } from './police-page/decide.ts';
import { policeReportsRules } from './police-reports/decide.ts';
import { readBackRules } from './read-back/decide.ts';
import { type Refusal, refusal } from './refusal.ts';
import type { Rules, PersonRule } from './rule.ts';
import { signalsRules } from './signals/decide.ts';
import { situationRules } from './situation/decide.ts';
import { soundRules } from './sound/decide.ts';
import type { Alarm } from './state.ts';
import { verificationRules } from './verification/decide.ts';

export const rules = oneTable(
  signalsRules,
  ownershipRules,
  assigningRules,
  callerRules,
  notesRules,
  verificationRules,
  callingRules,
  planRules,
  handoverRules,
  policeReportsRules,
  situationRules,
  readBackRules,
  policePageRules,
  soundRules,
  closingRules,
  deadlinesRules,
  effectsRules,
  erasingRules,
) satisfies Rules<Exclude<CommandType, 'Raise'>>;

/** What a person can ask for; the rest of the table is asked by parts of the system. */
export const personActions = (Object.keys(rules) as (keyof typeof rules)[]).filter(
  (type): type is PersonCommand['type'] => rules[type].sentBy === 'person',
);

/** Why this person may not do this now; null when he may. */
export function whyNot(
  alarm: Alarm,
  person: Person,
  action: PersonCommand['type'],
): Refusal | null {
  const { roles, when }: Pick<PersonRule<PersonCommand>, 'roles' | 'when'> = rules[action];
  if (!roles.some((name) => name === person.role)) return refusal('rol-mag-niet');
  // Nothing is said anew of what was erased, and nobody can judge again what nobody knows.
  if (alarm.erased && alarm.closed) return refusal('inhoud-gewist');
  return when(alarm, person);
}

/** Whether a press can be taken by this person at all: what F2 looks for. */
export function isClaimable(alarm: Alarm, person: Person): boolean {
  return (
    (isWaiting(alarm) || isAssignedTo(alarm, person)) && whyNot(alarm, person, 'Claim') === null
  );
}
