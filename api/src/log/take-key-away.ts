// The end of what is sealed of a stream: its own key goes, and with it the sealed part of its row. The log stays as it
// is, hashed as before, and what was sealed in it opens no more.
import type { SubjectTypes } from '@achterwacht/shared/subject.ts';
import type { Transaction } from '../db/connect.ts';
import type { Stream } from './stream.ts';

/** Of one of its parts that end apart, in the transaction whose event empties it: its row says it no more by that. */
export async function takePartAway(
  { sql }: Transaction,
  { id, part }: { id: string; part: string },
): Promise<void> {
  await sql`delete from log.data_keys where stream_id = ${id} and class = ${part}`;
}

/** In the transaction whose event says so. */
export async function takeKeyAway<T extends SubjectTypes>(
  { row: { table } }: Stream<T>,
  { sql }: Transaction,
  id: string,
): Promise<void> {
  await Promise.all([
    sql`delete from log.data_keys where stream_id = ${id}`,
    // A change keeps the sealed part of a row that it says nothing about.
    sql`update ${sql(table)} set personal = null where id = ${id}`,
  ]);
}
