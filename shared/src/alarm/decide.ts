// The rules: one alarm, one command, one moment give facts or a refusal. Pure, so that the same
// question always has the same answer, on the server, in a test and in a replay. What is decided stands with each
// aspect; here is how a command finds its row.
import type { Actor } from '../actor.ts';
import { rules, whyNot } from './actions.ts';
import type { LookedUp } from './calling/commands.ts';
import type { Command, PersonCommand } from './commands.ts';
import { type AlarmFact, eventSchemaVersion } from './events.ts';
import { evolve } from './evolve.ts';
import type { RaiseCommand } from './raising/commands.ts';
import { outdatedReadBack } from './read-back/outdated.ts';
import { type Refusal, refusal } from './refusal.ts';
import type { ByPerson, BySystem } from './rule.ts';
import type { StaffMember } from '../staff-member.ts';
import type { Alarm } from './state.ts';

export type Decision =
  /** No facts means: true already, nothing to write down (a second "presented", a late wake-up). */
  { status: 'accepted'; facts: AlarmFact[] } | { status: 'refused'; refusal: Refusal };

type AnyCommand = Exclude<Command, RaiseCommand>;

/**
 * Decides about an existing alarm; `now` is the server's clock. `lookedUp` holds what the command asks about
 * and the alarm does not know: only a word and a call need it.
 */
export function decide(
  alarm: Alarm,
  command: AnyCommand,
  actor: Actor,
  now: Date,
  lookedUp: LookedUp = {},
): Decision {
  const answer = decideAlone(alarm, command, actor, now, lookedUp);
  if ('code' in answer) return { status: 'refused', refusal: answer };
  return { status: 'accepted', facts: [...answer, ...outdatedBy(alarm, answer, actor, now)] };
}

function decideAlone(
  alarm: Alarm,
  command: AnyCommand,
  actor: Actor,
  now: Date,
  lookedUp: LookedUp,
): AlarmFact[] | Refusal {
  // Each row takes its own command only, which the compiler cannot follow: it is the row of this very command.
  const rule = rules[command.type] as AnyRule;
  if (rule.sentBy === 'system') return rule.decide(alarm, command, { actor, now });
  if (actor.type !== 'person') return refusal('rol-mag-niet');
  const action = command.type as PersonCommand['type'];
  const no = whyNot(alarm, actor, action) ?? outOfDate(alarm, command, rule.restsOn);
  if (no) return no;
  const by: StaffMember = { id: actor.id, name: actor.name };
  return rule.decide(alarm, command, { person: actor, by, now, lookedUp });
}

type AnyRule =
  | {
      sentBy: 'person';
      restsOn?: readonly (keyof Alarm['changedAt'])[];
      decide: (alarm: Alarm, command: AnyCommand, asked: ByPerson) => AlarmFact[] | Refusal;
    }
  | {
      sentBy: 'system';
      decide: (alarm: Alarm, command: AnyCommand, asked: BySystem) => AlarmFact[] | Refusal;
    };

/** Null where what matters to the decision has not changed since the version that was before somebody's eyes. */
function outOfDate(
  alarm: Alarm,
  command: AnyCommand,
  restsOn: readonly (keyof Alarm['changedAt'])[] = [],
): Refusal | null {
  if (!('expectedVersion' in command)) return null;
  return restsOn.some((part) => command.expectedVersion < alarm.changedAt[part])
    ? refusal('tussentijds-gewijzigd', { version: alarm.version })
    : null;
}

/** Whoever reads the script aloud sees what was decided does to what he has read. */
function outdatedBy(
  alarm: Alarm,
  facts: readonly AlarmFact[],
  actor: Actor,
  now: Date,
): AlarmFact[] {
  if (alarm.readBack.length === 0) return [];
  const envelope = { alarmId: alarm.id, schemaVersion: eventSchemaVersion, actor };
  const after = facts.reduce<Alarm>(
    (before, fact) =>
      evolve(before, {
        ...fact,
        ...envelope,
        version: before.version + 1,
        at: now.toISOString(),
      }),
    alarm,
  );
  return outdatedReadBack(alarm, after);
}
