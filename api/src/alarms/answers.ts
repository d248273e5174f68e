// What each command of a person was answered the first time. A desk that lost its line sends a command
// again under the same id, and gets that answer instead of a second change.
import type { Refusal } from '@achterwacht/shared/alarm/refusal.ts';
import { fold } from '@achterwacht/shared/alarm/evolve.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import type { Transaction } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { readEvent } from './event-text.ts';

/** A refusal, or the alarm's version before the command and after it. */
type Answer = { refusal: Refusal } | { refusal?: undefined; from: number; to: number };

/** Answered before: its events are known everywhere already. */
export type Repeated =
  | { status: 'refused'; refusal: Refusal }
  | { status: 'repeated'; alarm: Alarm; events: FeedEvent[] };

/** Null when this command comes for the first time. What it did is read back from the log. */
export async function findAnswer(
  { sql }: Transaction,
  keys: KeyRing,
  alarmId: string,
  commandId: string,
): Promise<Repeated | null> {
  const [row] = await sql<{ answer: Answer; subject_id: string }[]>`
    select answer, subject_id from log.answers join alarms on alarms.id = answers.stream_id
    where answers.stream_id = ${alarmId} and command_id = ${commandId}`;
  if (!row) return null;
  if (row.answer.refusal) return { status: 'refused', refusal: row.answer.refusal };
  const { from, to } = row.answer;
  const rows = await sql<{ text: string; sequence: string }[]>`
    select text, sequence from log.events
    where stream_id = ${alarmId} and version <= ${to} order by version`;
  const log = rows.map((event) => ({
    ...readEvent(event.text, keys.find(row.subject_id)),
    sequence: Number(event.sequence),
  }));
  const alarm = fold(log);
  if (!alarm) throw new Error('an accepted command has no events');
  return { status: 'repeated', alarm, events: log.slice(from) };
}

type Kept = {
  /** As it is after the command. */
  alarm: Alarm;
  commandId: string;
  at: Date;
};

/** Fails, and the change with it, when the same command was answered otherwise meanwhile. */
export async function keepAcceptance(
  { sql }: Transaction,
  { alarm, commandId, from, at }: Kept & { from: number },
): Promise<void> {
  const answer: Answer = { from, to: alarm.version };
  await sql`
    insert into log.answers (stream_id, command_id, centre_id, answer, at)
    values (${alarm.id}, ${commandId}, ${alarm.centreId}, ${JSON.stringify(answer)}::jsonb,
      ${at.toISOString()})`;
}

/** @returns false when the same command was answered meanwhile; that answer counts. */
export async function keepRefusal(
  { sql }: Transaction,
  { alarm, commandId, reason, at }: Kept & { reason: Refusal },
): Promise<boolean> {
  const answer: Answer = { refusal: reason };
  const kept = await sql`
    insert into log.answers (stream_id, command_id, centre_id, answer, at)
    values (${alarm.id}, ${commandId}, ${alarm.centreId}, ${JSON.stringify(answer)}::jsonb,
      ${at.toISOString()})
    on conflict do nothing returning true`;
  return kept.length > 0;
}
