// The keys of one stream: what opens what is sealed of it, what seals what comes next, and how its own is read along
// with its row or its events.
import type { KeyObject } from 'node:crypto';
import type { SubjectTypes } from '@achterwacht/shared/subject.ts';
import type { Sql, TransactionSql } from '../db/connect.ts';
import { keysThatOpen, openDataKey, keyThatSeals, type SealedUnder } from '../sealing/data-keys.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { FoldRow, Stored, Stream } from './stream.ts';

type Named<T extends SubjectTypes> = { subject: Pick<Stream<T>['subject'], 'name'> };
type RowKeys = Pick<FoldRow, 'id' | 'subject_id' | 'data_key' | 'class_keys'>;
type Held<T extends SubjectTypes> = Pick<Stored<T>, 'subjectId' | 'dataKey' | 'classKeys'> & {
  id: string;
};

/** All that is sealed of a stream, where it has no parts that end apart (`Sealed.classes`). */
export const contentClass = 'content';

export function openersOfRow<T extends SubjectTypes>(
  stream: Named<T>,
  keys: KeyRing,
  { id, subject_id: subjectId, data_key: dataKey, class_keys: classKeys }: RowKeys,
): KeyObject[] {
  return openersOf(stream, keys, { id, subjectId, dataKey, classKeys: classKeys ?? {} });
}

export function openersOf<T extends SubjectTypes>(
  stream: Named<T>,
  keys: KeyRing,
  held: Held<T>,
): KeyObject[] {
  return keysThatOpen(keys, { ...underOf(stream, held), classKeys: held.classKeys ?? {} });
}

/** `made`: how a key that was made for it is to be kept. */
export function sealerOf<T extends SubjectTypes>(
  stream: Named<T>,
  keys: KeyRing,
  held: Held<T>,
): { key: KeyObject; made: string | null } {
  return keyThatSeals(keys, underOf(stream, held));
}

/** What seals the parts of a stream that end apart; `made` by part, where a key was made for it. */
export function partSealersOf<T extends SubjectTypes>(
  stream: Named<T>,
  keys: KeyRing,
  held: Held<T>,
  parts: readonly string[],
): { of: Record<string, KeyObject>; made: Record<string, string> } {
  const sealers = { of: {} as Record<string, KeyObject>, made: {} as Record<string, string> };
  for (const part of parts) {
    const dataKey = held.classKeys?.[part] ?? null;
    const under = { ...underOf(stream, held), dataKey, class: part };
    const { key, made } = keyThatSeals(keys, under);
    sealers.of[part] = key;
    if (made !== null) sealers.made[part] = made;
  }
  return sealers;
}

/** Those of its parts whose key is there and opens: none is made where what it sealed is already there. */
export function partKeysOf<T extends SubjectTypes>(
  stream: Named<T>,
  keys: KeyRing,
  held: Held<T>,
): Record<string, KeyObject> {
  const subjectKey = keys.find(held.subjectId);
  const opened: Record<string, KeyObject> = {};
  for (const [part, wrapped] of Object.entries(held.classKeys ?? {})) {
    const whose = { streamType: stream.subject.name, streamId: held.id, class: part };
    const key = subjectKey && openDataKey(subjectKey, whose, wrapped);
    if (key) opened[part] = key;
  }
  return opened;
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

/** All keys of a stream's rows, as `data_key` and where it has parts `class_keys`. */
export function keysOf<T extends SubjectTypes>(
  sql: Sql | TransactionSql,
  { subject }: Pick<Stream<T>, 'subject'>,
  table: string,
): ReturnType<Sql> {
  const ofParts = sql`, (
    select jsonb_object_agg(class, wrapped) from log.data_keys
    where data_keys.stream_id = ${sql(table)}.id and class <> ${contentClass}) as class_keys`;
  return sql`${dataKeyOf(sql, table)} as data_key${subject.sealed.classes ? ofParts : sql``}`;
}
