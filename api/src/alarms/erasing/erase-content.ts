// Erasing what was said of one alarm. Noted beside the keys first, outside of any transaction: a database that is put
// back later brings the key back with it, and is told. Then, in one transaction, its event, and the key is gone.
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { ContentTerm, ErasedBecause } from '@achterwacht/shared/alarm/erasing/state.ts';
import { decide } from '@achterwacht/shared/alarm/decide.ts';
import type { Refusal } from '@achterwacht/shared/alarm/refusal.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import { alarmSubject } from '@achterwacht/shared/subjects/alarm.ts';
import type { Parts } from '../../commands/handle.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import { isPersonal } from '../../log/event-text.ts';
import { openersOf } from '../../log/stream-keys.ts';
import { noteErasure } from '../../sealing/erasures.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { applyCommand } from '../commands/handle-command.ts';
import { readEvent } from '../event-text.ts';
import { alarms, findAlarm, lockAlarm, type StoredAlarm } from '../row/alarm-row.ts';
import { takeAway } from './take-away.ts';

export type EraseParts = Parts & { system: Database; keysFolder: string };

export type Erased =
  | { status: 'erased'; centreId: string; number: number; events: FeedEvent[] }
  | { status: 'refused'; refusal: Refusal }
  /** A release before sealed something of it under its holder's key: it goes with that key alone. */
  | { status: 'under-holders-key' }
  | { status: 'not-found' };

type Asked = {
  alarmId: string;
  why: ErasedBecause;
  /** Whose, where it is because a term is over. */
  term?: ContentTerm | undefined;
  actor: Actor;
};

/** @param beside What is written in the same transaction: who asked for it. */
export async function eraseContent(
  parts: EraseParts,
  { alarmId, why, term, actor }: Asked,
  beside: (tx: Transaction, centreId: string) => Promise<void> = () => Promise.resolve(),
): Promise<Erased> {
  const { system, keys, clock, keysFolder } = parts;
  const command = { type: 'EraseContent', why, term } as const;
  const seen = await system.transaction(async (tx): Promise<Erased | StoredAlarm> => {
    const stored = await findAlarm(tx, keys, alarmId);
    if (!stored) return { status: 'not-found' };
    const decision = decide(stored.state, command, actor, clock.now());
    if (decision.status === 'refused') return decision;
    const isOwn = await standsUnderOwnKey(tx, keys, stored);
    return isOwn ? stored : { status: 'under-holders-key' };
  });
  if ('status' in seen) return seen;
  const { updatedAt } = seen.state;
  // Not before the last thing that happened to it: what comes after this moment says that it was not erased.
  const at = new Date(Math.max(clock.now().getTime(), Date.parse(updatedAt))).toISOString();
  noteErasure(keysFolder, { at, streamType: 'alarm', streamId: alarmId, why });
  try {
    return await system.transaction(async (tx) => {
      const locked = await lockAlarm(tx, keys, alarmId);
      if (!locked) return { status: 'not-found' };
      await takeAway(tx, alarmId);
      const applied = applyCommand(parts, tx, {
        locked: { ...locked, dataKey: null },
        command,
        actor,
      });
      // Opened again meanwhile: nothing of it is gone.
      if ('refusal' in applied) throw new Refused(applied.refusal);
      const { centreId, number } = locked.state;
      await beside(tx, centreId);
      return { status: 'erased', centreId, number, events: await applied.written };
    });
  } catch (error) {
    if (error instanceof Refused) return { status: 'refused', refusal: error.refusal };
    throw error;
  }
}

class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** Nothing of its log opens without its own key, or stands in clear. */
export async function standsUnderOwnKey(
  { sql }: Transaction,
  keys: KeyRing,
  { state, subjectId }: StoredAlarm,
): Promise<boolean> {
  const rows = await sql<{ text: string }[]>`
    select text from log.events where stream_id = ${state.id} order by version`;
  const withoutOwn = openersOf(alarms, keys, { id: state.id, subjectId, dataKey: null });
  return rows.every(({ text }) => !isPersonal(alarmSubject, readEvent(text, withoutOwn)));
}
