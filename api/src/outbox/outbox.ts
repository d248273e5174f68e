// Carries out effects after commit: at least once, the effect's id being the receiver's way to know a
// repeat. Postgres owns attempts and back-off; giving up is an event that the alarm's owner sees.
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { EffectKind } from '@achterwacht/shared/subjects/alarm-effects.ts';
import type { HandleCommand } from '../alarms/commands/handle-command.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { Logger } from '../logger.ts';
import { eachApart, tryAll } from '../jobs/set-aside.ts';

/** 1 s, 2 s, 4 s … up to a minute between attempts. */
const backOffSeconds = (attempt: number) => Math.min(2 ** (attempt - 1), 60);
const mostAttempts = 8;
/** A receiver that has not answered by then is treated as one that refused. */
const attemptMilliseconds = 10_000;
/**
 * Attempts of one kind at a time. Kinds do not share: a gateway that swallows everything holds up what goes
 * through it, for ten seconds an attempt, and nothing else.
 */
const mostOfAKind = 10;

export type DueEffect = {
  id: string;
  kind: EffectKind;
  centreId: string;
  alarmId: string | null;
  /** The event that asked for it. */
  alarmVersion: number | null;
  mode: Alarm['mode'];
  recipient: string;
  text: string;
  attempts: number;
};

/** `withheld`: shown on the outbox page and sent to nobody, with the reason. */
export type Delivery = { status: 'sent' } | { status: 'withheld'; why: string };
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

export function createOutbox(parts: Parts): Outbox {
  const kinds = Object.keys(parts.handlers) as EffectKind[];
  const underWay = new Map(kinds.map((kind) => [kind, new Set<Promise<void>>()]));
  return {
    async round() {
      let started = 0;
      await tryAll(await kindsDue(parts), async (kind) => {
        const attempts = underWay.get(kind);
        // Of a release after this one, which leaves it waiting for that release.
        if (!attempts) return;
        for (const effect of await take(parts, kind, mostOfAKind - attempts.size)) {
          const trying = attempt(parts, effect).finally(() => attempts.delete(trying));
          attempts.add(trying);
          trying.catch((error: unknown) => {
            // Nobody wrote down how it went, so it comes again with the same id.
            parts.log.error({ error, effectId: effect.id, kind }, 'an attempt was cut off');
          });
          started += 1;
        }
      });
      return started;
    },
    async settled() {
      await Promise.allSettled([...underWay.values()].flatMap((attempts) => [...attempts]));
    },
  };
}

async function kindsDue({ system, clock }: Parts): Promise<EffectKind[]> {
  const rows = await system.sql<{ kind: EffectKind }[]>`
    select distinct kind from log.effects
    where status = 'waiting' and next_attempt_at <= ${clock.now().toISOString()}`;
  return rows.map(({ kind }) => kind);
}

/**
 * Takes effects by setting their next attempt: whoever dies in the middle is followed after it. Chosen once, as an array:
 * what stands in an `in` may be asked again for every row, and gives others each time, as those before are locked.
 */
async function take(
  { system, clock }: Parts,
  kind: EffectKind,
  room: number,
): Promise<DueEffect[]> {
  if (room <= 0) return [];
  const now = clock.now();
  const retry = new Date(now.getTime() + attemptMilliseconds * 2).toISOString();
  return system.sql<DueEffect[]>`
    update log.effects set attempts = attempts + 1, next_attempt_at = ${retry}
    where id = any(array(select id from log.effects where status = 'waiting' and kind = ${kind}
      and next_attempt_at <= ${now.toISOString()} order by next_attempt_at limit ${room}
      for update skip locked))
    returning id, kind, centre_id as "centreId", stream_id as "alarmId", stream_version as "alarmVersion", mode, recipient,
      text, attempts`;
}

async function attempt(parts: Parts, effect: DueEffect): Promise<void> {
  try {
    const delivery = await deliver(parts.handlers, effect);
    await reportNotice(parts, effect, delivery);
    const why = delivery.status === 'withheld' ? delivery.why : null;
    await parts.system.sql`
      update log.effects set status = ${delivery.status}, next_attempt_at = null, last_error = ${why},
        sent_at = ${delivery.status === 'sent' ? parts.clock.now().toISOString() : null}
      where id = ${effect.id}`;
  } catch (error) {
    parts.log.warn({ error, effectId: effect.id, kind: effect.kind }, 'effect not delivered');
    await postpone(parts, effect, error);
  }
}

/**
 * What goes to a control room is waited for at a desk, so the alarm says how it went. Before it is settled:
 * whoever dies in between does it again under the same id, and says it again.
 */
async function reportNotice(
  { handleCommand }: Parts,
  { kind, alarmId, alarmVersion }: DueEffect,
  { status }: Delivery,
): Promise<void> {
  if (kind !== 'police-webhook' || alarmId === null || alarmVersion === null) return;
  await handleCommand.forSystem({ part: 'outbox' }, alarmId, {
    type: 'ReportNotice',
    version: alarmVersion,
    status: status === 'sent' ? 'taken' : 'withheld',
  });
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
  const givesUp = effect.attempts >= mostAttempts;
  const next = new Date(
    parts.clock.now().getTime() + backOffSeconds(effect.attempts) * 1000,
  ).toISOString();
  // Said before it is settled: whoever dies in between tries and says it again, rather than never.
  const { alarmId } = effect;
  let isOver = givesUp;
  if (givesUp && alarmId !== null) {
    // Where its alarm cannot hear it now it goes on waiting, and is tried and said again after a minute.
    isOver = false;
    const options = { idOf: ({ id }: DueEffect) => id, everyTime: true };
    await eachApart(parts, 'effect', [effect], options, async () => {
      await reportGivenUp(parts, effect, alarmId);
      isOver = true;
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
