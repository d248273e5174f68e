// What happened to a subject, from the first event on, for whoever shows its history.
import type { SubjectTypes } from '@achterwacht/shared/subject.ts';
import type { Transaction } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { readEvent } from './event-text.ts';
import { keysOf, openersOfRow } from './stream-keys.ts';
import type { FoldRow, Stream } from './stream.ts';

type Row = Pick<FoldRow, 'subject_id' | 'data_key' | 'class_keys'> & { text: string };

/** None when it is not there or not yours. */
export async function readHistory<T extends SubjectTypes>(
  stream: Stream<T>,
  { sql }: Transaction,
  keys: KeyRing,
  id: string,
): Promise<T['Event'][]> {
  const { subject, row } = stream;
  const rows = await sql<Row[]>`
    select text, subject_id, ${keysOf(sql, stream, 'subject')}
    from log.events join ${sql(row.table)} as subject on subject.id = stream_id
    where stream_id = ${id} and stream_type = ${subject.name} order by events.version`;
  const openers = rows[0] ? openersOfRow(stream, keys, { id, ...rows[0] }) : [];
  return rows.map(({ text }) => readEvent(subject, text, openers));
}
