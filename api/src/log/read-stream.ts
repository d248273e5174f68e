// A subject as it stands now: as its row says or, where that is none that was ever written, as its log says.
import { foldOf, type SubjectTypes } from '@achterwacht/shared/subject.ts';
import { findFault, type ChainLink } from '@achterwacht/shared/evidence/chain.ts';
import type { Transaction } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { correctRow } from './correct-row.ts';
import { readEvent, sha256 } from './event-text.ts';
import { headOf, readRow } from './fold-row.ts';
import { keysOf, openersOfRow } from './stream-keys.ts';
import type { FoldRow, Stored, Stream } from './stream.ts';

/** Neither its row nor its log can be trusted. */
export class Unreadable extends Error {}

/** Null when it is not there or not yours. */
export async function find<T extends SubjectTypes>(
  stream: Stream<T>,
  tx: Transaction,
  keys: KeyRing,
  id: string,
): Promise<Stored<T> | null> {
  const [row] = await readRows(stream, tx, [id]);
  return row ? readOne(stream, tx, keys, row) : null;
}

async function readOne<T extends SubjectTypes>(
  stream: Stream<T>,
  tx: Transaction,
  keys: KeyRing,
  row: FoldRow,
): Promise<Stored<T>> {
  try {
    return readRow(stream, keys, row);
  } catch {
    return readFromLog(stream, tx, keys, row);
  }
}

/** All of these that are there and yours, in one question; of one that cannot be read its log is read. */
export async function findAll<T extends SubjectTypes>(
  stream: Stream<T>,
  tx: Transaction,
  keys: KeyRing,
  ids: readonly string[],
): Promise<Stored<T>[]> {
  const found: Stored<T>[] = [];
  for (const row of await readRows(stream, tx, ids))
    found.push(await readOne(stream, tx, keys, row));
  return found;
}

/** The same, locked until the transaction ends. */
export async function lock<T extends SubjectTypes>(
  stream: Stream<T>,
  tx: Transaction,
  keys: KeyRing,
  id: string,
): Promise<Stored<T> | null> {
  const { sql } = tx;
  // Read when it is locked: whoever waits for a row gets it as it is then, and its key as it was when he asked.
  const [, [row]] = await Promise.all([
    sql`select from ${sql(stream.row.table)} where id = ${id} for update`,
    readRows(stream, tx, [id]),
  ]);
  return row ? readLocked(stream, tx, keys, row) : null;
}

function readRows<T extends SubjectTypes>(
  stream: Stream<T>,
  { sql }: Transaction,
  ids: readonly string[],
): PromiseLike<FoldRow[]> {
  const { table } = stream.row;
  return sql<FoldRow[]>`
    select id, state, personal, head_hash, subject_id, ${keysOf(sql, stream, table)}
    from ${sql(table)} where id = any(${[...ids]}::uuid[])`;
}

/** A row that is locked already. One that cannot be read is mended: whoever holds it is about to go on from there. */
export async function readLocked<T extends SubjectTypes>(
  stream: Stream<T>,
  tx: Transaction,
  keys: KeyRing,
  row: FoldRow,
): Promise<Stored<T>> {
  try {
    return readRow(stream, keys, row);
  } catch {
    const stored = await readFromLog(stream, tx, keys, row);
    // Without its key nothing personal could be written, and what is sealed may be all that there is.
    if (keys.find(stored.subjectId)) await correctRow(stream, tx, keys, stored);
    return stored;
  }
}

/** As its log says. @throws `Unreadable` where that is not whole, or does not end where the row's head does. */
export async function readFromLog<T extends SubjectTypes>(
  stream: Stream<T>,
  { sql }: Transaction,
  keys: KeyRing,
  row: FoldRow,
): Promise<Stored<T>> {
  const { subject } = stream;
  const { id, head_hash: headHash } = row;
  const links = await sql<ChainLink[]>`
    select version, text, previous_hash as "previousHash", hash from log.events
    where stream_id = ${id} order by version`;
  const isWhole = findFault(sha256, links) === null && links.at(-1)?.hash === headHash;
  const openers = openersOfRow(stream, keys, row);
  const log = isWhole ? links.map(({ text }) => readEvent(subject, text, openers)) : [];
  const state = foldOf(subject, log);
  if (!state) throw new Unreadable(`one (${subject.name}) that neither its row nor its log tells`);
  return { state, ...headOf(row) };
}
