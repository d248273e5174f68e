// The keys of one stream: what opens what is sealed of it, what seals what comes next, and how its own is read along
// with its row or its events.
import type { KeyObject } from 'node:crypto';
import type { SubjectTypes } from '@achterwacht/shared/subject.ts';
import type { Sql, TransactionSql } from '../db/connect.ts';
import { keysThatOpen, keyThatSeals, type SealedUnder } from '../sealing/data-keys.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { FoldRow, Stored, Stream } from './stream.ts';

type Named<T extends SubjectTypes> = { subject: Pick<Stream<T>['subject'], 'name'> };
type RowKeys = Pick<FoldRow, 'id' | 'subject_id' | 'data_key'>;
type Held<T extends SubjectTypes> = Pick<Stored<T>, 'subjectId' | 'dataKey'> & { id: string };

/** What data subjects' parts there are of a stream; a person's will be more than one. */
export const contentClass = 'content';

export function openersOfRow<T extends SubjectTypes>(
  stream: Named<T>,
  keys: KeyRing,
  { id, subject_id: subjectId, data_key: dataKey }: RowKeys,
): KeyObject[] {
  return openersOf(stream, keys, { id, subjectId, dataKey });
}

export function openersOf<T extends SubjectTypes>(
  stream: Named<T>,
  keys: KeyRing,
  held: Held<T>,
): KeyObject[] {
  return keysThatOpen(keys, underOf(stream, held));
}

/** `made`: how a key that was made for it is to be kept. */
export function sealerOf<T extends SubjectTypes>(
  stream: Named<T>,
  keys: KeyRing,
  held: Held<T>,
): { key: KeyObject; made: string | null } {
  return keyThatSeals(keys, underOf(stream, held));
}

function underOf<T extends SubjectTypes>(
  { subject }: Named<T>,
  { id, subjectId, dataKey }: Held<T>,
): SealedUnder {
  return { streamType: subject.name, streamId: id, subjectId, dataKey };
}

/** In the list of a select, as `data_key`: of the subjects whose rows are called `table` there. */
export function dataKeyOf(sql: Sql | TransactionSql, table: string): ReturnType<Sql> {
  return sql`(
    select wrapped from log.data_keys
    where data_keys.stream_id = ${sql(table)}.id and class = ${contentClass})`;
}
