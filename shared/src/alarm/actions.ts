// One table: which person may do what while the alarm is in which state, and the sentence when not.
// The server decides with it, the desk disables the same button with the same reason.
import type { Person } from '../actor.ts';
import type { Role } from '../roles.ts';
import type { PersonCommand, SystemCommand } from './commands.ts';

import type { AlarmFact } from './events.ts';
import { type Refusal, refusal } from './refusal.ts';
import { whileOpen, type ByPerson, type BySystem, type SomeRules, staff } from './rule.ts';
import { soundRules } from './sound/decide.ts';
import { isWaiting } from './ownership/state.ts';
import { notOwner } from './ownership/at-work.ts';
import { ownershipRules } from './ownership/decide.ts';
import { callerRules } from './caller/decide.ts';

import type { Alarm } from './state.ts';
import { planRules } from './plan/decide.ts';
import { callingRules } from './calling/decide.ts';
import { situationRules } from './situation/decide.ts';

import { handoverRules } from './handover/decide.ts';
import { policePageRules } from './police-page/decide.ts';
import { policeReportsRules } from './police-reports/decide.ts';
import { readBackRules } from './read-back/decide.ts';
import { verificationRules } from './verification/decide.ts';

type Rule = { roles: readonly Role[]; when: (alarm: Alarm, person: Person) => Refusal | null };

type AnyPersonRule = Rule & {
  sentBy: 'person';
  restsOn?: readonly (keyof Alarm['changedAt'])[];
  decide: (alarm: Alarm, command: PersonCommand, asked: ByPerson) => AlarmFact[] | Refusal;
};
/** A row as it is used: the table says which command it takes, and it is given no other. */
export type AnyRule =
  | AnyPersonRule
  | {
      sentBy: 'system';
      decide: (alarm: Alarm, command: SystemCommand, asked: BySystem) => AlarmFact[] | Refusal;
    };

/** Those of the aspects that stand in a folder of their own. */
export const slicedRules = {
  ...readBackRules,
  ...policePageRules,
  ...policeReportsRules,
  ...handoverRules,
  ...situationRules,
  ...callingRules,
  ...planRules,
  ...verificationRules,
  ...callerRules,
  ...ownershipRules,
  ...soundRules,
} satisfies SomeRules;

type Sliced = typeof slicedRules;
type SlicedPerson = {
  [T in keyof Sliced as Sliced[T]['sentBy'] extends 'person' ? T : never]: Rule;
};
const personRules = Object.fromEntries(
  Object.entries(slicedRules).filter(([, { sentBy }]) => sentBy === 'person'),
) as unknown as SlicedPerson;

export const actions = {
  // A colleague's eyes are welcome: every member of the centre's staff may write, also afterwards.
  AddNote: { roles: staff, when: () => null },
  Close: {
    roles: staff,
    when: whileOpen((alarm, person) =>
      // Confirming a colleague's *loos*, or that nobody was found, is done by somebody else than its owner.
      alarm.verification.status === 'false-pending' || alarm.closingProposed
        ? null
        : notOwner(alarm, person),
    ),
  },
  Reopen: {
    roles: ['supervisor'],
    when: (alarm) => (alarm.closed ? null : refusal('niet-gesloten')),
  },
  ...personRules,
} satisfies Record<PersonCommand['type'], Rule>;

/** Why this person may not do this now; null when he may. */
export function whyNot(
  alarm: Alarm,
  person: Person,
  action: PersonCommand['type'],
): Refusal | null {
  const rule: Rule = actions[action];
  return rule.roles.includes(person.role) ? rule.when(alarm, person) : refusal('rol-mag-niet');
}

/** Whether a press can be taken by this person at all: what F2 looks for. */
export function isClaimable(alarm: Alarm, person: Person): boolean {
  return isWaiting(alarm) && whyNot(alarm, person, 'Claim') === null;
}
