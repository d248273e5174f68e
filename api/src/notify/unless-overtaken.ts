// A page that waits for its gateway is asked before each attempt whether it is still true. What it was for
// may be over by then: the police have confirmed, somebody has taken the alarm.
import { isStillNeeded } from '@achterwacht/shared/alarm/deadlines/still-needed.ts';
import { readEventIfPossible } from '../alarms/event-text.ts';
import { findAlarm } from '../alarms/row/alarm-row.ts';
import type { Database } from '../db/connect.ts';
import type { DueEffect, Handler } from '../outbox/outbox.ts';
import type { KeyRing } from '../sealing/key-ring.ts';

type Parts = { system: Database; keys: KeyRing };

/** Withheld as `overtaken`, and shown so on the outbox page. */
export function unlessOvertaken(parts: Parts, page: Handler): Handler {
  return async (effect, signal) =>
    (await isOvertaken(parts, effect))
      ? { status: 'withheld', why: 'overtaken' }
      : page(effect, signal);
}

async function isOvertaken(
  { system, keys }: Parts,
  { alarmId, streamVersion }: DueEffect,
): Promise<boolean> {
  // Of a release that did not write down what asked for it: rather once too often.
  if (alarmId === null || streamVersion === null) return false;
  return system.transaction(async (tx) => {
    const stored = await findAlarm(tx, keys, alarmId);
    const [row] = await tx.sql<{ text: string }[]>`
      select text from log.events where stream_id = ${alarmId} and version = ${streamVersion}`;
    if (!stored || !row) return false;
    const event = readEventIfPossible(row.text, []);
    return event?.type === 'DeadlinePassed' && !isStillNeeded(stored.state, event.data.kind);
  });
}
