// Something that the product cannot handle, as it writes it down itself.
import postgres from 'postgres';
import { product } from './product.ts';

/** Resolves with the way to take it back. */
export async function setAside(kind: string, ids: readonly string[]): Promise<() => Promise<void>> {
  const address = product().describe().env['DATABASE_OWNER_URL']!; // its servers are its own
  const sql = postgres(address, { max: 1, onnotice: () => {} });
  await sql`
    insert into set_aside (kind, id, since, attempts)
    select ${kind}, id, now(), 1 from unnest(${ids as string[]}::text[]) as id`;
  return async () => {
    await sql`delete from set_aside where kind = ${kind} and id = any(${ids as string[]})`;
    await sql.end();
  };
}
