// The only way an alarm changes: lock it, decide, fold, store, commit, announce. Everything that asks
// something of an alarm (a wire, a desk, the sweep, the outbox) ends here.
import type { Actor, Person, SystemPart } from '@achterwacht/shared/actor.ts';
import { refusal, type Refusal } from '@achterwacht/shared/alarm/refusal.ts';
import type { LookedUp } from '@achterwacht/shared/alarm/calling/commands.ts';
import type { Command, PersonCommand, SystemCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { RaiseCommand } from '@achterwacht/shared/alarm/raising/commands.ts';
import { decide } from '@achterwacht/shared/alarm/decide.ts';
import { raise } from '@achterwacht/shared/alarm/raising/decide.ts';
import {
  eventSchemaVersion,
  type AlarmEvent,
  type AlarmFact,
} from '@achterwacht/shared/alarm/events.ts';
import { evolve } from '@achterwacht/shared/alarm/evolve.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import type { AsActor } from '../access/as-actor.ts';
import type { AsVisitorOfLink, LinkKey } from '../access/as-visitor-of-link.ts';
import type { Announce } from '../announce.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { violatedConstraint } from '../db/errors.ts';
import { withKeysMade, type KeyRing } from '../sealing/key-ring.ts';
import { findAnswer, keepAcceptance, keepRefusal, type Repeated } from './answers.ts';
import { effectsOf } from './effects-of.ts';
import { lookUp } from './look-up.ts';
import {
  append,
  findAlarm,
  lockAlarm,
  UnreadableAlarm,
  type Appended,
  type StoredAlarm,
} from './store.ts';

export type Outcome =
  | { status: 'accepted'; alarm: Alarm; events: FeedEvent[] }
  | { status: 'refused'; refusal: Refusal }
  | { status: 'not-found' };

type Parts = { clock: Clock; keys: KeyRing };

/** The first events of a new alarm, in the caller's transaction. */
export function applyRaise(
  parts: Parts,
  tx: Transaction,
  {
    alarmId,
    subjectId,
    command,
    actor,
  }: {
    alarmId: string;
    subjectId: string;
    command: RaiseCommand;
    actor: Actor;
  },
): Appended {
  const decision = raise(command);
  if (decision.status === 'refused') throw new Error(`raise refused: ${decision.refusal.code}`);
  const events = dated(decision.facts, { alarmId, after: null, actor, now: parts.clock.now() });
  return store(parts, tx, { before: null, events, subjectId });
}

/** One command on a locked alarm, in the caller's transaction. */
export function applyCommand(
  parts: Parts,
  tx: Transaction,
  {
    locked,
    command,
    actor,
    lookedUp,
  }: {
    locked: StoredAlarm;
    command: Exclude<Command, RaiseCommand>;
    actor: Actor;
    lookedUp?: LookedUp;
  },
): Appended | { refusal: Refusal } {
  const now = parts.clock.now();
  const decision = decide(locked.alarm, command, actor, now, lookedUp);
  if (decision.status === 'refused') return { refusal: decision.refusal };
  if (decision.facts.length === 0) return { stored: locked, written: Promise.resolve([]) };
  const { alarm } = locked;
  const events = dated(decision.facts, { alarmId: alarm.id, after: alarm, actor, now });
  return store(parts, tx, { before: locked, events, subjectId: locked.subjectId });
}

export type HandleCommand = ReturnType<typeof createCommandHandler>;

export function createCommandHandler(
  parts: Parts & { asActor: AsActor; system: Database; announce: Announce },
) {
  /** After the commit, never before: what is announced is true. */
  const announced = (outcome: Outcome): Outcome => {
    if (outcome.status === 'accepted') parts.announce(outcome.alarm.centreId, outcome.events);
    return outcome;
  };
  return {
    /** A person's command, under his own rights; a repeated `commandId` gets its first answer. */
    async forPerson(
      person: Person & { centreId: string },
      alarmId: string,
      { commandId, ...command }: PersonCommand & { commandId: string },
    ): Promise<Outcome> {
      const carriedOut = () =>
        parts.asActor(person, 'alarm.command', async (tx): Promise<Outcome | Repeated> => {
          const actor = signed(person);
          // Sent together, carried out in order: who sees what a command did finds its answer too.
          const [seen, before] = await Promise.all([
            findAlarm(tx, parts.keys, alarmId),
            findAnswer(tx, parts.keys, alarmId, commandId),
          ]);
          if (!seen) return { status: 'not-found' };
          if (before) return before;
          // Whoever is refused by what stands there already needs no lock: of a hundred claims at once the
          // later ones do not queue to hear who was first.
          const lookedUp = await lookUp(tx, parts.keys, seen, command);
          const hopeless = decide(seen.alarm, command, actor, parts.clock.now(), lookedUp);
          if (hopeless.status === 'refused')
            return refuse(parts, tx, seen.alarm, commandId, hopeless.refusal);

          const [locked, meanwhile] = await Promise.all([
            lockAlarm(tx, parts.keys, alarmId),
            findAnswer(tx, parts.keys, alarmId, commandId),
          ]);
          if (!locked) return { status: 'not-found' };
          if (meanwhile) return meanwhile;
          const applied = applyCommand(parts, tx, { locked, command, actor, lookedUp });
          if ('refusal' in applied)
            return refuse(parts, tx, locked.alarm, commandId, applied.refusal);
          const { alarm } = applied.stored;
          const answered = keepAcceptance(tx, {
            alarm,
            commandId,
            from: locked.alarm.version,
            at: parts.clock.now(),
          });
          tx.commitBehind();
          const [events] = await Promise.all([applied.written, answered]);
          return { status: 'accepted', alarm, events };
        });
      return withKeysMade(parts.keys, carriedOut).then(
        (outcome) =>
          outcome.status === 'repeated' ? { ...outcome, status: 'accepted' } : announced(outcome),
        refusedByAnother,
      );
    },

    /** A command of a part of the system, or of a desk that reports what it showed. */
    async forSystem(
      actor: (Person & { centreId: string }) | { part: SystemPart },
      alarmId: string,
      command: Exclude<SystemCommand, RaiseCommand>,
    ): Promise<Outcome> {
      const carriedOut = () =>
        parts.system.transaction((tx) => carryOut(parts, tx, actor, alarmId, command));
      return withKeysMade(parts.keys, carriedOut).then(announced);
    },
  };
}

export type HandleLinkCommand = ReturnType<typeof createLinkCommandHandler>;

/** What the police ask by a link: under its rights, of the alarm that it shows. */
export function createLinkCommandHandler(
  parts: Parts & { asVisitorOfLink: AsVisitorOfLink; announce: Announce },
) {
  return async (key: LinkKey, command: Exclude<SystemCommand, RaiseCommand>): Promise<Outcome> => {
    const outcome = await withKeysMade(parts.keys, () =>
      parts.asVisitorOfLink(key, async (tx, link): Promise<Outcome> =>
        link
          ? carryOut(parts, tx, { part: 'police-link' }, link.alarmId, command)
          : { status: 'not-found' },
      ),
    );
    if (outcome.status === 'accepted') parts.announce(outcome.alarm.centreId, outcome.events);
    return outcome;
  };
}

async function carryOut(
  parts: Parts,
  tx: Transaction,
  actor: (Person & { centreId: string }) | { part: SystemPart },
  alarmId: string,
  command: Exclude<SystemCommand, RaiseCommand>,
): Promise<Outcome> {
  const locked = await lockAlarm(tx, parts.keys, alarmId);
  if (!locked) return { status: 'not-found' };
  // The system sees every centre; a desk only its own.
  if ('centreId' in actor && actor.centreId !== locked.alarm.centreId)
    return { status: 'not-found' };
  const by: Actor = 'part' in actor ? { type: 'system', part: actor.part } : signed(actor);
  const applied = applyCommand(parts, tx, { locked, command, actor: by });
  if ('refusal' in applied) return { status: 'refused', refusal: applied.refusal };
  tx.commitBehind();
  const events = await applied.written;
  return { status: 'accepted', alarm: applied.stored.alarm, events };
}

/** As the log signs it: without where the person belongs. */
function signed({ id, name, role }: Person): Actor {
  return { type: 'person', id, name, role };
}

/**
 * One open duress a button is a rule over several alarms, so the index says it, not `decide`: reopening
 * one while the button has called again is refused. Any other error stays one.
 */
export function refusedByAnother(error: unknown): Outcome {
  // The sweep raises another that can be taken.
  if (error instanceof UnreadableAlarm)
    return { status: 'refused', refusal: refusal('alarm-onleesbaar') };
  if (violatedConstraint(error) !== 'alarms_one_open_duress') throw error;
  return { status: 'refused', refusal: refusal('knop-heeft-alarm') };
}

/** It changed nothing, so nobody waits for the disk. */
async function refuse(
  { clock, keys }: Parts,
  tx: Transaction,
  alarm: Alarm,
  commandId: string,
  reason: Refusal,
): Promise<Outcome | Repeated> {
  const eased = tx.sql`set local synchronous_commit to off`.execute();
  const kept = keepRefusal(tx, { alarm, commandId, reason, at: clock.now() });
  const [isFirst] = await Promise.all([kept, eased]);
  // The same command came twice at once, and the other one was answered meanwhile.
  const earlier = isFirst ? null : await findAnswer(tx, keys, alarm.id, commandId);
  return earlier ?? { status: 'refused', refusal: reason };
}

/** Facts become events: numbered, dated (never before the last one), signed with who asked. */
function dated(
  facts: AlarmFact[],
  {
    alarmId,
    after,
    actor,
    now,
  }: {
    alarmId: string;
    after: Alarm | null;
    actor: Actor;
    now: Date;
  },
): AlarmEvent[] {
  const last = after ? Date.parse(after.updatedAt) : 0;
  const at = new Date(Math.max(now.getTime(), last)).toISOString();
  return facts.map((fact, index) => ({
    ...fact,
    alarmId,
    version: (after?.version ?? 0) + index + 1,
    schemaVersion: eventSchemaVersion,
    at,
    actor,
  }));
}

function store(
  parts: Parts,
  tx: Transaction,
  {
    before,
    events,
    subjectId,
  }: {
    before: StoredAlarm | null;
    events: AlarmEvent[];
    subjectId: string;
  },
): Appended {
  let alarm = before?.alarm ?? null;
  const effects = [];
  for (const event of events) {
    alarm = evolve(alarm, event);
    for (const effect of effectsOf(alarm, event))
      effects.push({ ...effect, version: event.version });
  }
  return append(tx, parts.keys, { before, after: alarm!, subjectId, events, effects });
}
