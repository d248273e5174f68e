// What was erased by itself, as the access log proves it: one line each, of which class, and when.
import { retentionClass, type RetentionClassName } from '@achterwacht/shared/routes/system.ts';
import { erasedAction } from '../access/access-log.ts';
import type { Database } from '../db/connect.ts';
import { iso } from '../db/iso.ts';

export type Erased = { class: RetentionClassName; count: number; lastAt: string | null };

/** Of a centre, every class: how many there were, and when the last was. */
export async function countErased({ sql }: Database, centreId: string): Promise<Erased[]> {
  const rows = await sql<{ class: string; count: number; last: string }[]>`
    select result as class, count(*)::int as count, max(at) as last from access_log
    where centre_id = ${centreId} and action = ${erasedAction} group by result`;
  return retentionClass.options.map((name) => {
    const row = rows.find((one) => one.class === name);
    return { class: name, count: row?.count ?? 0, lastAt: row ? iso(row.last) : null };
  });
}

export type Proof = { at: string; centre: string; class: string; object: string };

/** Of every centre, oldest first. */
export async function readProofs({ sql }: Database, since: Date): Promise<Proof[]> {
  const rows = await sql<Proof[]>`
    select at, name as centre, result as class, object from access_log
    join centres on centres.id = centre_id
    where action = ${erasedAction} and at >= ${since.toISOString()} order by at, object`;
  return rows.map((row) => ({ ...row, at: iso(row.at) }));
}
