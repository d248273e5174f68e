// A projection beside a recomputation: the log is folded anew into tables of the same names that only this connection
// sees, up to where the cursors are, by the very code that keeps it up; then the rows must be the same.
import type { Database, Transaction } from '../db/connect.ts';
import { applyLines, readLines } from './fold-batch.ts';
import type { Projection } from './projection.ts';

const batchSize = 2_000;

export type Compared = {
  rows: number;
  events: number;
  /** By table and id, with what differs: there, in the recomputation, or in both otherwise. */
  differing: { table: string; id: string; how: 'missing' | 'extra' | 'changed' }[];
};

/** It has never caught up, so there is nothing to compare. */
export class NotFoldedYet extends Error {}

/**
 * @param alone One connection: tables of a session are its own.
 * @param look What else is to be read of the recomputation, by the names of the real tables.
 */
export async function compare(
  alone: Database,
  projection: Projection,
  look: (tx: Transaction) => Promise<void> = async () => {},
): Promise<Compared> {
  for (const { table } of projection.tables)
    await alone.sql`
      create temporary table ${alone.sql(table)} (like ${alone.sql(`public.${table}`)} including all)`;
  try {
    // One moment: what is folded meanwhile is no difference.
    return await alone.transaction(async (tx) => {
      const cursors = await readCursors(tx, projection);
      let events = 0;
      for (const cursor of cursors) events += await foldUntil(tx, projection, cursor);
      await look(tx);
      const { rows, differing } = await findDifferences(tx, projection);
      return { rows, events, differing };
    }, 'snapshot');
  } finally {
    for (const { table } of projection.tables)
      await alone.sql`drop table ${alone.sql(`pg_temp.${table}`)}`;
  }
}

type Cursor = { centreId: string; feed: 'live' | 'file'; sequence: number };

async function readCursors({ sql }: Transaction, { name, version }: Projection): Promise<Cursor[]> {
  const cursors = await sql<Cursor[]>`
    select centre_id as "centreId", feed, sequence::float8 as sequence from projection_cursors
    where name = ${name} and version = ${version} order by centre_id, feed`;
  if (cursors.length === 0) throw new NotFoldedYet(name);
  return cursors;
}

async function foldUntil(
  tx: Transaction,
  projection: Projection,
  { centreId, feed, sequence: until }: Cursor,
): Promise<number> {
  let events = 0;
  for (let after = 0; ;) {
    const lines = await readLines(tx.sql, projection, {
      centreId,
      feed,
      after,
      until,
      limit: batchSize,
    });
    const last = lines.at(-1);
    if (!last) return events;
    await applyLines(tx, projection, { centreId, version: projection.version }, lines);
    events += lines.length;
    after = last.sequence;
  }
}

async function findDifferences(
  { sql }: Transaction,
  { tables, version }: Projection,
): Promise<Pick<Compared, 'rows' | 'differing'>> {
  let rows = 0;
  const differing: Compared['differing'] = [];
  for (const { table, id } of tables) {
    const [{ count } = { count: 0 }] = await sql<{ count: number }[]>`
      select count(*)::int from ${sql(`pg_temp.${table}`)}`;
    rows += count;
    const found = await sql<{ id: string; there: boolean; anew: boolean }[]>`
      select coalesce(there.${sql(id)}, anew.${sql(id)})::text as id,
        there.${sql(id)} is not null as there, anew.${sql(id)} is not null as anew
      from (select * from ${sql(`public.${table}`)} where projection_version = ${version}) as there
      full join ${sql(`pg_temp.${table}`)} as anew on anew.${sql(id)} = there.${sql(id)}
      where to_jsonb(there) is distinct from to_jsonb(anew) order by 1`;
    for (const { id: one, there, anew } of found)
      differing.push({
        table,
        id: one,
        how: !there ? 'missing' : !anew ? 'extra' : 'changed',
      });
  }
  return { rows, differing };
}
