// A subject's row is its fold, kept for speed, with the version of the fold. A release that folds otherwise brings
// every row up to itself before it starts, from the log, which nothing ever changes. A few at a time: stopped halfway,
// it goes on where it was.
import { foldOf, type SubjectTypes } from '@achterwacht/shared/subject.ts';
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import { findFault, type ChainLink } from '@achterwacht/shared/evidence/chain.ts';
import type { Database, Transaction } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { correctRow } from './correct-row.ts';
import { readEvent, sha256 } from './event-text.ts';
import { headOf, openPersonal, openState } from './fold-row.ts';
import { keysOf, openersOfRow } from './stream-keys.ts';
import type { FoldRow, Stream } from './stream.ts';

type Named = { id: string; name: string };

export type FoldedAnew = {
  rows: number;
  /** What stands in a row otherwise than before: by a rule that changed, or because somebody had a hand in it. */
  changed: (Named & { fields: string[] })[];
  /** Left as they were: the verifier tells more. */
  setAside: (Named & { why: string })[];
};

/** Enough that a commit is no burden, few enough that a long log beside others fits in memory. */
const batchSize = 20;

type Row = FoldRow & { version: number };
type Judged<T extends SubjectTypes> = { row: Row } & ({ state: T['State'] } | { why: string });

/** @param onProgress How many are done, of how many; after each batch. */
export async function foldAnew<T extends SubjectTypes>(
  stream: Stream<T>,
  owner: Database,
  openKeys: () => KeyRing,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<FoldedAnew> {
  const { sql } = owner;
  const [{ of } = { of: 0 }] = await sql<{ of: number }[]>`
    select count(*)::int as of from ${sql(stream.row.table)}
    where fold_version <> ${stream.subject.foldVersion}`;
  const result: FoldedAnew = { rows: 0, changed: [], setAside: [] };
  if (of === 0) return result;
  const keys = openKeys();
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const judged = await owner.transaction((tx) => foldBatch(stream, tx, keys, after));
    const last = judged.at(-1);
    if (!last) return result;
    after = last.row.id;
    for (const one of judged) count(stream, result, one, keys);
    onProgress(result.rows, of);
  }
}

async function foldBatch<T extends SubjectTypes>(
  stream: Stream<T>,
  tx: Transaction,
  keys: KeyRing,
  after: string,
): Promise<Judged<T>[]> {
  const { sql } = tx;
  const { table } = stream.row;
  const ids = await sql<{ id: string }[]>`
    select id from ${sql(table)}
    where fold_version <> ${stream.subject.foldVersion} and id > ${after}
    order by id limit ${batchSize} for update`;
  const rows = await sql<Row[]>`
    select id, version, state, personal, head_hash, subject_id, ${keysOf(sql, stream, table)}
    from ${sql(table)} where id = any(${ids.map(({ id }) => id)}::uuid[]) order by id`;
  const links = await sql<(ChainLink & { stream_id: string })[]>`
    select stream_id, version, text, previous_hash as "previousHash", hash from log.events
    where stream_id = any(${rows.map(({ id }) => id)}::uuid[]) order by stream_id, version`;
  const logs = Map.groupBy(links, ({ stream_id: streamId }) => streamId);
  const judged = rows.map((row) => judge(stream, row, logs.get(row.id) ?? [], keys));
  for (const one of judged) {
    if (!('state' in one)) continue;
    await correctRow(stream, tx, keys, { state: one.state, ...headOf(one.row) });
  }
  return judged;
}

function judge<T extends SubjectTypes>(
  stream: Stream<T>,
  row: Row,
  links: ChainLink[],
  keys: KeyRing,
): Judged<T> {
  const last = links.at(-1);
  const broken = findFault(sha256, links);
  if (broken) return { row, why: `${broken.fault} ${broken.version}` };
  if (last?.hash !== row.head_hash || last.version !== row.version)
    return { row, why: `cut-off ${row.version}` };
  // Folded without it, the row would lose what is personal until the next release that folds otherwise.
  if (keys.isDamaged(row.subject_id)) return { row, why: 'key damaged' };
  try {
    const { subject } = stream;
    const openers = openersOfRow(stream, keys, row);
    const state = foldOf(
      subject,
      links.map(({ text }) => readEvent(subject, text, openers)),
    );
    return state ? { row, state } : { row, why: 'no events' };
  } catch (error) {
    // One that cannot be read must not keep a centre from starting.
    return { row, why: String(error) };
  }
}

function count<T extends SubjectTypes>(
  stream: Stream<T>,
  result: FoldedAnew,
  judged: Judged<T>,
  keys: KeyRing,
): void {
  const { row } = judged;
  const named = { id: row.id, name: stream.row.nameOf(row.state) };
  result.rows += 1;
  if ('why' in judged) {
    result.setAside.push({ ...named, why: judged.why });
    return;
  }
  const openers = openersOfRow(stream, keys, row);
  const before: Record<string, unknown> = {
    ...openState(stream, openers, row),
    personal: openPersonal(stream, openers, row),
  };
  const now: Record<string, unknown> = { ...judged.state };
  const fields = [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((field) => canonical(before[field] ?? null) !== canonical(now[field] ?? null))
    .sort();
  if (fields.length > 0) result.changed.push({ ...named, fields });
}
