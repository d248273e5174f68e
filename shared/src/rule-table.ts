// How a subject's table of rules is asked. A row a command: who may send it, and what is decided. That somebody may not
// is answered here, so that a row decides about its subject alone. (An alarm's rows have more columns, which the desk
// reads too: `alarm/rule.ts`.)
import type { Actor } from './actor.ts';
import { can, type Permission } from './roles.ts';
import type { Decided, SubjectTypes } from './subject.ts';

/** What rules are about; the events are their fold's. */
export type RuleTypes = Omit<SubjectTypes, 'Event'>;

/** Who asks and when, and what the command asks about and the subject does not know. */
export type Asked<T extends RuleTypes> = { actor: Actor; now: Date; lookedUp: T['LookedUp'] };

/** No facts: true already, nothing to write down. `state` is null before the subject's first event. */
type Decide<T extends RuleTypes, Command> = (
  state: T['State'] | null,
  command: Command,
  asked: Asked<T>,
) => T['Fact'][] | T['Refusal'];

type Row<T extends RuleTypes, Command> = {
  sentBy: readonly Actor['type'][];
  /** Of a person his role must have it too; without one the doors alone say who may. */
  permission?: Permission;
  decide: Decide<T, Command>;
};

/** A command without a row does not compile. */
export type RuleTable<T extends RuleTypes> = {
  [C in T['Command']['type']]: Row<T, Extract<T['Command'], { type: C }>>;
};

/** A named "no" and what its sentence needs. */
export type Refused<Code extends string> = {
  code: Code;
  details: Record<string, string | number>;
};

export const refuse = <Code extends string>(
  code: Code,
  details: Refused<Code>['details'] = {},
): Refused<Code> => ({ code, details });

/** A subject's `decide` by its table. Its refusals must have `rol-mag-niet` among them, or that does not compile. */
export const decideBy =
  <T extends RuleTypes>(rules: RuleTable<T>) =>
  (
    state: T['State'] | null,
    command: T['Command'],
    asked: Asked<T>,
  ): Decided<T> | { status: 'refused'; refusal: Refused<'rol-mag-niet'> } => {
    // Each row takes its own command only, which the compiler cannot follow: it is the row of this very command.
    const row = rules[command.type as T['Command']['type']] as Row<T, T['Command']>;
    if (!maySend(row, asked.actor)) return { status: 'refused', refusal: refuse('rol-mag-niet') };
    const answer = row.decide(state, command, asked);
    return 'code' in answer
      ? { status: 'refused', refusal: answer }
      : { status: 'accepted', facts: answer };
  };

type WhoMaySend = Pick<Row<RuleTypes, never>, 'sentBy' | 'permission'>;

function maySend({ sentBy, permission }: WhoMaySend, actor: Actor): boolean {
  if (!sentBy.includes(actor.type)) return false;
  return actor.type !== 'person' || !permission || can(actor.role, permission);
}
