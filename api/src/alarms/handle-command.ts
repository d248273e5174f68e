// The only way an alarm changes: lock it, decide, fold, store, commit, announce. Everything that asks
// something of an alarm (a wire, a desk, the sweep, the outbox) ends here.
import type { Actor, Person, SystemPart } from '@achterwacht/shared/actor.ts';
import { refusal, type Refusal } from '@achterwacht/shared/alarm/actions.ts';
import type {
  Command,
  PersonCommand,
  RaiseCommand,
  SystemCommand,
} from '@achterwacht/shared/alarm/commands.ts';
import { decide, raise } from '@achterwacht/shared/alarm/decide.ts';
import {
  eventSchemaVersion,
  type AlarmEvent,
  type AlarmFact,
} from '@achterwacht/shared/alarm/events.ts';
import { evolve, fold } from '@achterwacht/shared/alarm/evolve.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import type { AsActor } from '../access/as-actor.ts';
import type { Clock } from '../clock.ts';
import { violatedConstraint, type Database, type Transaction } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { effectsOf } from './effects-of.ts';
import { readEvent } from './event-text.ts';
import { append, lockAlarm, type Appended, type StoredAlarm } from './store.ts';

/** Committed events, in order, on their way to the desks. Never throws; the follower finds what it misses. */
export type Announce = (centreId: string, events: FeedEvent[]) => void;

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
  }: {
    locked: StoredAlarm;
    command: Exclude<Command, RaiseCommand>;
    actor: Actor;
  },
): Appended | { refusal: Refusal } {
  const now = parts.clock.now();
  const decision = decide(locked.alarm, command, actor, now);
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
      return parts
        .asActor(person, 'alarm.command', async (tx): Promise<Outcome | Repeated> => {
          // Sent together, carried out in order: the earlier answer is looked up under the lock.
          const [locked, earlier] = await Promise.all([
            lockAlarm(tx, parts.keys, alarmId),
            findAnswer(tx, alarmId, commandId),
          ]);
          if (!locked) return { status: 'not-found' };
          if (earlier?.refusal) return { status: 'refused', refusal: earlier.refusal };
          if (earlier)
            return { status: 'repeated', ...(await firstAnswer(tx, parts.keys, locked, earlier)) };
          const actor = signed(person);
          const applied = applyCommand(parts, tx, { locked, command, actor });
          const isRefused = 'refusal' in applied;
          const answered = saveAnswer(tx, {
            alarmId,
            commandId,
            centreId: locked.alarm.centreId,
            answer: isRefused
              ? applied
              : { from: locked.alarm.version, to: applied.stored.alarm.version },
            at: parts.clock.now(),
          });
          // A refusal changed nothing. Waiting for the disk with the alarm locked would hold up everybody
          // who asks next, a hundred claims at once most of all.
          const eased = isRefused && tx.sql`set local synchronous_commit to off`.execute();
          tx.commitBehind();
          const [events] = await Promise.all([isRefused ? [] : applied.written, answered, eased]);
          return isRefused
            ? { status: 'refused', refusal: applied.refusal }
            : { status: 'accepted', alarm: applied.stored.alarm, events };
        })
        .then(
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
      return parts.system
        .transaction(async (tx): Promise<Outcome> => {
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
        })
        .then(announced);
    },
  };
}

/** As the log signs it: without where the person belongs. */
function signed({ id, name, role }: Person): Actor {
  return { type: 'person', id, name, role };
}

/**
 * One open duress a button is a rule over several alarms, so the index says it, not `decide`: reopening
 * one while the button has called again is refused. Any other error stays one.
 */
function refusedByAnother(error: unknown): Outcome {
  if (violatedConstraint(error) !== 'alarms_one_open_duress') throw error;
  return { status: 'refused', refusal: refusal('knop-heeft-alarm') };
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
    effects.push(...effectsOf(alarm, event));
  }
  return append(tx, parts.keys, { before, after: alarm!, subjectId, events, effects });
}

/** A refusal, or the alarm's version before the command and after it. */
type Answer = { refusal: Refusal } | { refusal?: undefined; from: number; to: number };

/** Answered before: its events are known everywhere already. */
type Repeated = { status: 'repeated'; alarm: Alarm; events: FeedEvent[] };

/** What the command was answered the first time, read back from the log. */
async function firstAnswer(
  { sql }: Transaction,
  keys: KeyRing,
  { alarm, subjectId }: StoredAlarm,
  { from, to }: { from: number; to: number },
): Promise<{ alarm: Alarm; events: FeedEvent[] }> {
  const rows = await sql<{ text: string; sequence: string }[]>`
    select text, sequence from events
    where alarm_id = ${alarm.id} and version <= ${to} order by version`;
  const log = rows.map((row) => ({
    ...readEvent(row.text, keys.find(subjectId)),
    sequence: Number(row.sequence),
  }));
  return { alarm: fold(log) ?? alarm, events: log.slice(from) };
}

async function findAnswer(
  { sql }: Transaction,
  alarmId: string,
  commandId: string,
): Promise<Answer | null> {
  const rows = await sql<{ answer: Answer }[]>`
    select answer from answers where alarm_id = ${alarmId} and command_id = ${commandId}`;
  return rows[0]?.answer ?? null;
}

async function saveAnswer(
  { sql }: Transaction,
  {
    alarmId,
    commandId,
    centreId,
    answer,
    at,
  }: {
    alarmId: string;
    commandId: string;
    centreId: string;
    answer: Answer;
    at: Date;
  },
): Promise<void> {
  await sql`
    insert into answers (alarm_id, command_id, centre_id, answer, at)
    values (${alarmId}, ${commandId}, ${centreId}, ${JSON.stringify(answer)}::jsonb,
      ${at.toISOString()})`;
}
