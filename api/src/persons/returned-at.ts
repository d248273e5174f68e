// What a person's loans say of him, whoever asks: when the last of his buttons came back.
import type { Transaction } from '../db/connect.ts';
import { iso } from '../db/iso.ts';

/** Null: he wears one, is about to, or never did. */
export async function returnedAtOf(
  { sql }: Pick<Transaction, 'sql'>,
  holderId: string,
): Promise<string | null> {
  const [row] = await sql<{ returnedAt: string | null }[]>`
    select case when bool_and(returned_at is not null) then max(returned_at) end as "returnedAt"
    from loans where holder_id = ${holderId}`;
  return row?.returnedAt ? iso(row.returnedAt) : null;
}
