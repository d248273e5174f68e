// Carries out effects after commit: at least once, the effect's id being the receiver's way to know a
// repeat. Postgres owns attempts and back-off; giving up is an event that the alarm's owner sees.
import { randomUUID } from 'node:crypto';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { EffectKind } from '@achterwacht/shared/subjects/effects.ts';
import type { HandleCommand } from '../alarms/commands/handle-command.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { Logger } from '../logger.ts';
import { eachApart, tryAll } from '../jobs/set-aside.ts';

/** 1 s, 2 s, 4 s … up to a minute between attempts. */
const backOffSeconds = (attempt: number) => Math.min(2 ** (attempt - 1), 60);
const mostAttempts = 8;
/**
 * What nobody outside waits for and nobody does by hand instead: a database that was full for an hour must not cost a
 * municipality the file of its incident. The owner is told once, and it is tried each minute from then on.
 */
const neverGivenUp: ReadonlySet<EffectKind> = new Set(['draft-incident']);
/** A receiver that has not answered by then is treated as one that refused. */
const attemptMilliseconds = 10_000;
/**
 * Attempts of one lane at a time: of a kind, and where a kind has several receivers of each of those. Lanes do not
 * share: a gateway that swallows everything holds up what goes through it, for ten seconds an attempt, and nothing else.
 */
const mostOfALane = 10;

export type DueEffect = {
  id: string;
  kind: EffectKind;
  centreId: string;
  /** Of the subject that asked for it; null where none did. */
  streamId: string | null;
  /** The same where that is an alarm, which is told how it went. */
  alarmId: string | null;
  /** The event that asked for it. */
  streamVersion: number | null;
  mode: Alarm['mode'];
  recipient: string;
  text: string;
  attempts: number;
  /** By which a receiver knows a repeat: of the whole, where this is a part for one of several. */
  noticeId: string;
  /** For whom this part is; null: it is whole. */
  receiver: string | null;
};

/** One of several to whom an effect goes, each with attempts and an end of its own. */
export type Receiver = { id: string; name: string };

/**
 * `withheld`: shown on the outbox page and sent to nobody, with the reason. `split`: it goes to each of these, of whom
 * there is at least one, and begins anew as that many parts.
 */
export type Delivery =
  | { status: 'sent' }
  | { status: 'withheld'; why: string }
  | { status: 'split'; receivers: readonly Receiver[] };
export type Handler = (effect: DueEffect, signal: AbortSignal) => Promise<Delivery>;
export type Handlers = Record<EffectKind, Handler>;

type Parts = {
  system: Database;
  clock: Clock;
  handlers: Handlers;
  handleCommand: HandleCommand;
  log: Logger;
};

export type Outbox = {
  /** Starts what is due and has room; resolves with how many were started, not waiting for them. */
  round(): Promise<number>;
  /** Resolves once nothing is under way. */
  settled(): Promise<void>;
};

type Lane = { kind: EffectKind; receiver: string | null };
const nameOf = ({ kind, receiver }: Lane) => `${kind}/${receiver ?? ''}`;

export function createOutbox(parts: Parts): Outbox {
  const underWay = new Map<string, Set<Promise<void>>>();

  async function startDue(kind: EffectKind | null): Promise<number> {
    let started = 0;
    await tryAll(await lanesDue(parts, kind), async (lane) => {
      // Of a release after this one, which leaves it waiting for that release.
      if (!Object.hasOwn(parts.handlers, lane.kind)) return;
      const attempts = underWay.get(nameOf(lane)) ?? new Set();
      underWay.set(nameOf(lane), attempts);
      for (const effect of await take(parts, lane, mostOfALane - attempts.size)) {
        const trying = tryOne(effect).finally(() => attempts.delete(trying));
        attempts.add(trying);
        started += 1;
      }
    });
    return started;
  }

  async function tryOne(effect: DueEffect): Promise<void> {
    const { id: effectId, kind } = effect;
    try {
      const delivery = await attempt(parts, effect);
      // Its parts are due at once, and wait for no round.
      if (delivery?.status === 'split') await startDue(kind);
    } catch (error) {
      // Nobody wrote down how it went, so it comes again with the same id.
      parts.log.error({ error, effectId, kind }, 'an attempt was cut off');
    }
  }

  return {
    round: () => startDue(null),
    async settled() {
      const open = () => [...underWay.values()].flatMap((attempts) => [...attempts]);
      while (open().length > 0) await Promise.allSettled(open());
    },
  };
}

async function lanesDue({ system, clock }: Parts, kind: EffectKind | null): Promise<Lane[]> {
  const rows = await system.sql<Lane[]>`
    select distinct kind, receiver from log.effects
    where status = 'waiting' and next_attempt_at <= ${clock.now().toISOString()}
      and kind = coalesce(${kind}::text, kind)`;
  return [...rows];
}

/**
 * Takes effects by setting their next attempt: whoever dies in the middle is followed after it. Chosen once, as an array:
 * what stands in an `in` may be asked again for every row, and gives others each time, as those before are locked.
 */
async function take(
  { system, clock }: Parts,
  { kind, receiver }: Lane,
  room: number,
): Promise<DueEffect[]> {
  if (room <= 0) return [];
  const now = clock.now();
  const retry = new Date(now.getTime() + attemptMilliseconds * 2).toISOString();
  return system.sql<DueEffect[]>`
    update log.effects set attempts = attempts + 1, next_attempt_at = ${retry}
    where id = any(array(select id from log.effects where status = 'waiting' and kind = ${kind}
      and receiver is not distinct from ${receiver}::uuid and next_attempt_at <= ${now.toISOString()} order by next_attempt_at limit ${room}
      for update skip locked))
    returning id, kind, centre_id as "centreId", stream_id as "streamId",
      case when stream_type = 'alarm' then stream_id end as "alarmId",
      stream_version as "streamVersion", mode, recipient,
      text, attempts, receiver, coalesce(part_of, id) as "noticeId"`;
}

/** @returns null where it did not work out, and was put off or given up. */
async function attempt(parts: Parts, effect: DueEffect): Promise<Delivery | null> {
  try {
    const delivery = await deliver(parts.handlers, effect);
    if (delivery.status === 'split') {
      await split(parts, effect, delivery.receivers);
      return delivery;
    }
    await reportNotice(parts, effect, delivery.status);
    const why = delivery.status === 'withheld' ? delivery.why : null;
    await parts.system.sql`
      update log.effects set status = ${delivery.status}, next_attempt_at = null, last_error = ${why},
        sent_at = ${delivery.status === 'sent' ? parts.clock.now().toISOString() : null}
      where id = ${effect.id}`;
    // Two parts that are withheld at the same moment leave it to each other above.
    if (why !== null && effect.receiver !== null) await reportNotice(parts, effect, 'withheld');
    return delivery;
  } catch (error) {
    parts.log.warn({ error, effectId: effect.id, kind: effect.kind }, 'effect not delivered');
    await postpone(parts, effect, error);
    return null;
  }
}

/** The first of them takes the row over, so that nothing stands there twice; asked again it changes nothing. */
async function split(
  { system, clock }: Parts,
  { id, recipient }: DueEffect,
  [first, ...others]: readonly Receiver[],
): Promise<void> {
  if (!first) throw new Error('an effect is split among nobody');
  const now = clock.now().toISOString();
  const named = ({ name }: Receiver) => `${recipient} · ${name}`;
  await system.transaction(async ({ sql }) => {
    const taken = await sql`
      update log.effects set receiver = ${first.id}, recipient = ${named(first)}, attempts = 0,
        next_attempt_at = ${now}
      where id = ${id} and receiver is null and status = 'waiting' returning 1`;
    if (taken.length === 0) return;
    for (const other of others)
      await sql`
        insert into log.effects (id, centre_id, stream_type, stream_id, stream_version, kind, mode,
          recipient, text, status, created_at, next_attempt_at, part_of, receiver)
        select ${randomUUID()}, centre_id, stream_type, stream_id, stream_version, kind, mode,
          ${named(other)}, text, 'waiting', created_at, ${now}, id, ${other.id}
        from log.effects where id = ${id}`;
  });
}

/**
 * What goes to a control room is waited for at a desk, so the alarm says how it went. Before it is settled:
 * whoever dies in between does it again under the same id, and says it again.
 */
async function reportNotice(
  parts: Parts,
  effect: DueEffect,
  status: 'sent' | 'withheld',
): Promise<void> {
  const { kind, alarmId, streamVersion } = effect;
  if (kind !== 'police-webhook' || alarmId === null || streamVersion === null) return;
  if (status === 'withheld' && (await goesElsewhere(parts, effect))) return;
  await parts.handleCommand.forSystem({ part: 'outbox' }, alarmId, {
    type: 'ReportNotice',
    version: streamVersion,
    status: status === 'sent' ? 'taken' : 'withheld',
  });
}

/** Another of its receivers has it, or gets it still: then it is not withheld. */
async function goesElsewhere({ system }: Parts, { id, noticeId }: DueEffect): Promise<boolean> {
  const [other] = await system.sql`
    select 1 from log.effects
    where (id = ${noticeId} or part_of = ${noticeId}) and id <> ${id} and status <> 'withheld'
    limit 1`;
  return other !== undefined;
}

async function deliver(handlers: Handlers, effect: DueEffect): Promise<Delivery> {
  // Nothing of a test, a drill or a synthetic press reaches anybody outside, whatever the handler.
  if (effect.mode !== 'real') return { status: 'withheld', why: effect.mode };
  const signal = AbortSignal.timeout(attemptMilliseconds);
  // A handler that overlooks the signal would keep its place for ever, and in the end all of its kind.
  return Promise.race([handlers[effect.kind](effect, signal), timeUp(signal)]);
}

function timeUp(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('no answer in time')));
  });
}

async function postpone(parts: Parts, effect: DueEffect, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message.slice(0, 200) : 'unknown';
  const goesOn = neverGivenUp.has(effect.kind);
  const givesUp = goesOn ? effect.attempts === mostAttempts : effect.attempts >= mostAttempts;
  const next = new Date(
    parts.clock.now().getTime() + backOffSeconds(effect.attempts) * 1000,
  ).toISOString();
  // Said before it is settled: whoever dies in between tries and says it again, rather than never.
  const { alarmId } = effect;
  let isOver = givesUp && !goesOn;
  if (givesUp && alarmId !== null) {
    // Where its alarm cannot hear it now it goes on waiting, and is tried and said again after a minute.
    isOver = false;
    const options = { idOf: ({ id }: DueEffect) => id, everyTime: true };
    await eachApart(parts, 'effect', [effect], options, async () => {
      await reportGivenUp(parts, effect, alarmId);
      isOver = !goesOn;
    });
  }
  await parts.system.sql`
    update log.effects set last_error = ${reason}, status = ${isOver ? 'failed' : 'waiting'},
      next_attempt_at = ${isOver ? null : next}
    where id = ${effect.id}`;
}

const reportGivenUp = (
  { handleCommand }: Parts,
  { id, kind, attempts }: DueEffect,
  alarmId: string,
) =>
  handleCommand.forSystem({ part: 'outbox' }, alarmId, {
    type: 'EffectFailed',
    effectId: id,
    effectKind: kind,
    attempts,
  });
