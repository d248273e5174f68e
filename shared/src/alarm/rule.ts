// What an aspect says of each of its commands and events, in one row. Of a command: who sends it, which person may
// when, on what a decision about it rests, and what is decided. Of an event: what it changes of the alarm. The roots
// (`actions.ts`, `evolve.ts`) put the rows together into tables that do not compile while one is missing.
import type { Actor, Person } from '../actor.ts';
import type { Role } from '../roles.ts';
import type { LookedUp } from './calling/commands.ts';
import type { CommandType, Command, PersonCommand, SystemCommand } from './commands.ts';
import type { AlarmFact, EventType, AlarmEvent } from './events.ts';
import { type Refusal, refusal } from './refusal.ts';
import type { StaffMember } from '../staff-member.ts';
import type { Alarm } from './state.ts';

type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;

/** Why not, for this person and at this moment; null when he may. */
export type When = (alarm: Alarm, person: Person) => Refusal | null;

/** What a decision can rest on; `alarm.changedAt` says when each of them changed last. */
type Part = keyof Alarm['changedAt'];

/** Who asks and when. */
export type ByPerson = {
  person: Person;
  /** The same as the log names him. */
  by: StaffMember;
  now: Date;
  /** What the command asks about and the alarm does not know: only a word, a call and a colleague need it. */
  lookedUp: LookedUp;
};
export type BySystem = { actor: Actor; now: Date };

/** No facts: true already, nothing to write down (a second "presented", a late wake-up). */
type Answer = AlarmFact[] | Refusal;

export type PersonRule<C extends PersonCommand> = {
  sentBy: 'person';
  roles: readonly Role[];
  when: When;
  /** That this person may ask at all was decided before, by the columns above. */
  decide: (alarm: Alarm, command: C, asked: ByPerson) => Answer;
} & RestsOn<C>;

/**
 * A decision counts only when it was taken on what matters to it: a claim on who had it, a judgement on who had it
 * and what was pressed, closing on all of it. A mere position does not void a claim.
 */
type RestsOn<C extends PersonCommand> = C extends { expectedVersion: number }
  ? { restsOn: readonly Part[] }
  : { restsOn?: never };

export type SystemRule<C extends SystemCommand> = {
  sentBy: 'system';
  decide: (alarm: Alarm, command: C, asked: BySystem) => Answer;
};

type RuleOf<C extends Command> = C extends PersonCommand
  ? PersonRule<C>
  : C extends SystemCommand
    ? SystemRule<C>
    : never;

/** Of these commands a row each. Raising has none: there is no alarm yet that it could be asked of. */
export type Rules<T extends CommandType> = { [C in T]: RuleOf<CommandOf<C>> };
/** Those of one aspect. */
export type SomeRules = Partial<Rules<Exclude<CommandType, 'Raise'>>>;

export type EventOf<T extends EventType> = Extract<AlarmEvent, { type: T }>;
/** Of these events a row each: the alarm after it. Events are facts, so it never refuses. */
export type Folds<T extends EventType> = { [E in T]: (alarm: Alarm, event: EventOf<E>) => Alarm };
/** Those of one aspect. */
export type SomeFolds = Partial<Folds<Exclude<EventType, 'AlarmRaised'>>>;

export const staff = ['centralist', 'supervisor'] as const satisfies readonly Role[];

/** Of an open alarm only. */
export const whileOpen =
  (when: When): When =>
  (alarm, person) =>
    alarm.closed ? refusal('gesloten') : when(alarm, person);
