// What each command of a person was answered the first time. A desk that lost its line sends a command
// again under the same id, and gets that answer instead of a second change.
import { foldOf, type SubjectTypes } from '@achterwacht/shared/subject.ts';
import type { Transaction } from '../db/connect.ts';
import { readEvent } from '../log/event-text.ts';
import type { FoldRow, Stream } from '../log/stream.ts';
import { keysOf, openersOfRow } from '../log/stream-keys.ts';
import type { KeyRing } from '../sealing/key-ring.ts';

/** A refusal, or the subject's version before the command and after it. */
type Answer<Refusal> = { refusal: Refusal } | { from: number; to: number };

/** Answered before: its events are known everywhere already. */
export type Repeated<T extends SubjectTypes> =
  | { status: 'refused'; refusal: T['Refusal'] }
  | { status: 'repeated'; state: T['State']; events: (T['Event'] & { sequence: number })[] };

type Kept<T extends SubjectTypes> = Pick<FoldRow, 'subject_id' | 'data_key' | 'class_keys'> & {
  answer: Answer<T['Refusal']>;
};

/** Null when this command comes for the first time. What it did is read back from the log. */
export async function findAnswer<T extends SubjectTypes>(
  stream: Stream<T>,
  { sql }: Transaction,
  keys: KeyRing,
  { id, commandId }: { id: string; commandId: string },
): Promise<Repeated<T> | null> {
  const { subject, row: rows } = stream;
  const [row] = await sql<Kept<T>[]>`
    select answer, subject_id, ${keysOf(sql, stream, 'subject')}
    from log.answers join ${sql(rows.table)} as subject
      on subject.id = answers.stream_id
    where answers.stream_id = ${id} and command_id = ${commandId}`;
  if (!row) return null;
  if ('refusal' in row.answer) return { status: 'refused', refusal: row.answer.refusal };
  const { from, to } = row.answer;
  const events = await sql<{ text: string; sequence: string }[]>`
    select text, sequence from log.events
    where stream_id = ${id} and version <= ${to} order by version`;
  const openers = openersOfRow(stream, keys, { id, ...row });
  const log = events.map((event) => ({
    ...readEvent(subject, event.text, openers),
    sequence: Number(event.sequence),
  }));
  const state = foldOf(subject, log);
  if (!state) throw new Error('an accepted command has no events');
  return { status: 'repeated', state, events: log.slice(from) };
}

/** Fails, and the change with it, when the same command was answered otherwise meanwhile. */
export async function keepAcceptance<T extends SubjectTypes>(
  { subject }: Stream<T>,
  { sql }: Transaction,
  /** `state` is as it is after the command. */
  { state, commandId, from, at }: { state: T['State']; commandId: string; from: number; at: Date },
): Promise<void> {
  const answer: Answer<T['Refusal']> = { from, to: state.version };
  await sql`
    insert into log.answers (stream_type, stream_id, command_id, centre_id, answer, at)
    values (${subject.name}, ${state.id}, ${commandId}, ${state.centreId},
      ${JSON.stringify(answer)}::jsonb, ${at.toISOString()})`;
}

/** @returns false when the same command was answered meanwhile; that answer counts. */
export async function keepRefusal<T extends SubjectTypes>(
  { subject }: Stream<T>,
  { sql }: Transaction,
  {
    id,
    centreId,
    commandId,
    reason,
    at,
  }: { id: string; centreId: string; commandId: string; reason: T['Refusal']; at: Date },
): Promise<boolean> {
  const answer: Answer<T['Refusal']> = { refusal: reason };
  const kept = await sql`
    insert into log.answers (stream_type, stream_id, command_id, centre_id, answer, at)
    values (${subject.name}, ${id}, ${commandId}, ${centreId}, ${JSON.stringify(answer)}::jsonb,
      ${at.toISOString()})
    on conflict do nothing returning true`;
  return kept.length > 0;
}
