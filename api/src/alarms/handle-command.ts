// The only way an alarm changes: lock it, decide, fold, store, commit, announce. Everything that asks
// something of an alarm (a wire, a desk, the sweep, the outbox) ends here.
import type { Actor, Person, SystemPart } from '@achterwacht/shared/actor.ts';
import type { Refusal } from '@achterwacht/shared/alarm/actions.ts';
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
import { evolve } from '@achterwacht/shared/alarm/evolve.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import type { AsActor } from '../access/as-actor.ts';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { effectsOf } from './effects-of.ts';
import { append, lockAlarm, type StoredAlarm } from './store.ts';

/** Committed events, in order, on their way to the desks. Never throws; the follower finds what it misses. */
export type Announce = (centreId: string, events: FeedEvent[]) => void;

export type Applied = { stored: StoredAlarm; events: FeedEvent[] };
export type Outcome =
  | { status: 'accepted'; alarm: Alarm; events: FeedEvent[] }
  | { status: 'refused'; refusal: Refusal }
  | { status: 'not-found' };

type Parts = { clock: Clock; keys: KeyRing };

/** The first events of a new alarm, in the caller's transaction. */
export async function applyRaise(
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
): Promise<Applied> {
  const decision = raise(command);
  if (decision.status === 'refused') throw new Error(`raise refused: ${decision.refusal.code}`);
  const events = dated(decision.facts, { alarmId, after: null, actor, now: parts.clock.now() });
  return store(parts, tx, { before: null, events, subjectId });
}

/** One command on a locked alarm, in the caller's transaction. */
export async function applyCommand(
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
): Promise<Applied | { refusal: Refusal }> {
  const now = parts.clock.now();
  const decision = decide(locked.alarm, command, actor, now);
  if (decision.status === 'refused') return { refusal: decision.refusal };
  if (decision.facts.length === 0) return { stored: locked, events: [] };
  const { alarm } = locked;
  const events = dated(decision.facts, { alarmId: alarm.id, after: alarm, actor, now });
  return store(parts, tx, { before: locked, events, subjectId: locked.subjectId });
}

export type HandleCommand = ReturnType<typeof createCommandHandler>;

export function createCommandHandler(
  parts: Parts & { asActor: AsActor; system: Database; announce: Announce },
) {
  return {
    /** A person's command, under his own rights; a repeated `commandId` gets its first answer. */
    async forPerson(
      person: Person & { centreId: string },
      alarmId: string,
      { commandId, ...command }: PersonCommand & { commandId: string },
    ): Promise<Outcome> {
      const outcome = await parts.asActor(person, 'alarm.command', async (tx) => {
        const locked = await lockAlarm(tx, parts.keys, alarmId);
        if (!locked) return { status: 'not-found' as const };
        const earlier = await findAnswer(tx, alarmId, commandId);
        if (earlier) return { status: 'repeated' as const, earlier, alarm: locked.alarm };
        const actor: Actor = {
          type: 'person',
          id: person.id,
          name: person.name,
          role: person.role,
        };
        const applied = await applyCommand(parts, tx, { locked, command, actor });
        const answer: Answer =
          'refusal' in applied
            ? { refusal: applied.refusal }
            : { sequences: applied.events.map((event) => event.sequence) };
        const { centreId } = locked.alarm;
        await saveAnswer(tx, { alarmId, commandId, centreId, answer, at: parts.clock.now() });
        return { status: 'handled' as const, applied };
      });
      if (outcome.status === 'not-found') return outcome;
      if (outcome.status === 'repeated')
        return 'refusal' in outcome.earlier
          ? { status: 'refused', refusal: outcome.earlier.refusal }
          : { status: 'accepted', alarm: outcome.alarm, events: [] };
      if ('refusal' in outcome.applied)
        return { status: 'refused', refusal: outcome.applied.refusal };
      const { stored, events } = outcome.applied;
      parts.announce(stored.alarm.centreId, events);
      return { status: 'accepted', alarm: stored.alarm, events };
    },

    /** A command of a part of the system, or of a desk that reports what it showed. */
    async forSystem(
      actor: Person | { part: SystemPart },
      alarmId: string,
      command: Exclude<SystemCommand, RaiseCommand>,
    ): Promise<Outcome> {
      const applied = await parts.system.transaction(async (tx) => {
        const locked = await lockAlarm(tx, parts.keys, alarmId);
        if (!locked) return null;
        const by: Actor = 'part' in actor ? { type: 'system', part: actor.part } : actor;
        return applyCommand(parts, tx, { locked, command, actor: by });
      });
      if (!applied) return { status: 'not-found' };
      if ('refusal' in applied) return { status: 'refused', refusal: applied.refusal };
      parts.announce(applied.stored.alarm.centreId, applied.events);
      return { status: 'accepted', alarm: applied.stored.alarm, events: applied.events };
    },
  };
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

async function store(
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
): Promise<Applied> {
  let alarm = before?.alarm ?? null;
  const effects = [];
  for (const event of events) {
    alarm = evolve(alarm, event);
    effects.push(...effectsOf(alarm, event));
  }
  return append(tx, parts.keys, { before, after: alarm!, subjectId, events, effects });
}

type Answer = { refusal: Refusal } | { sequences: number[] };

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
