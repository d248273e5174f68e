// Carries out effects after commit: at least once, the effect's id being the receiver's way to know a
// repeat. Postgres owns attempts and back-off; giving up is an event that the alarm's owner sees.
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { EffectKind } from '../alarms/effects-of.ts';
import type { HandleCommand } from '../alarms/handle-command.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { Log } from '../log.ts';

export const outboxMilliseconds = 1_000;
/** 1 s, 2 s, 4 s … up to a minute between attempts. */
const backOffSeconds = (attempt: number) => Math.min(2 ** (attempt - 1), 60);
const mostAttempts = 8;
/** A receiver that has not answered by then is treated as one that refused. */
const attemptMilliseconds = 10_000;

export type DueEffect = {
  id: string;
  kind: EffectKind;
  alarmId: string | null;
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
  log: Log;
};

/** Carries out what is due; resolves with how many were tried. */
export async function carryOut(parts: Parts): Promise<number> {
  const due = await take(parts);
  await Promise.all(due.map((effect) => attempt(parts, effect)));
  return due.length;
}

/** Takes effects by setting their next attempt: whoever dies in the middle is followed after it. */
async function take({ system, clock }: Parts): Promise<DueEffect[]> {
  const now = clock.now();
  const retry = new Date(now.getTime() + attemptMilliseconds * 2).toISOString();
  return system.sql<DueEffect[]>`
    update effects set attempts = attempts + 1, next_attempt_at = ${retry}
    where id in (select id from effects where status = 'waiting'
      and next_attempt_at <= ${now.toISOString()} order by next_attempt_at limit 20
      for update skip locked)
    returning id, kind, alarm_id as "alarmId", mode, recipient, text, attempts`;
}

async function attempt(parts: Parts, effect: DueEffect): Promise<void> {
  try {
    const delivery = await deliver(parts.handlers, effect);
    const why = delivery.status === 'withheld' ? delivery.why : null;
    await parts.system.sql`
      update effects set status = ${delivery.status}, next_attempt_at = null, last_error = ${why},
        sent_at = ${delivery.status === 'sent' ? parts.clock.now().toISOString() : null}
      where id = ${effect.id}`;
  } catch (error) {
    parts.log.warn({ error, effectId: effect.id, kind: effect.kind }, 'effect not delivered');
    await postpone(parts, effect, error);
  }
}

async function deliver(handlers: Handlers, effect: DueEffect): Promise<Delivery> {
  // Nothing of a test, a drill or a synthetic press reaches anybody outside, whatever the handler.
  if (effect.mode !== 'real') return { status: 'withheld', why: effect.mode };
  const signal = AbortSignal.timeout(attemptMilliseconds);
  // A handler that overlooks the signal would hold up this round, and with it every later effect.
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
  if (givesUp && effect.alarmId !== null)
    await parts.handleCommand.forSystem({ part: 'outbox' }, effect.alarmId, {
      type: 'EffectFailed',
      effectId: effect.id,
      effectKind: effect.kind,
      attempts: effect.attempts,
    });
  await parts.system.sql`
    update effects set last_error = ${reason}, status = ${givesUp ? 'failed' : 'waiting'},
      next_attempt_at = ${givesUp ? null : next}
    where id = ${effect.id}`;
}
