// Whether this is the password of this account; as slow for one that does not exist. Outside of any transaction: nobody
// keeps a connection for as long as a hash takes.
import type { Sql } from '../../db/connect.ts';
import { hashPassword, isPassword } from '../passwords/password-hash.ts';

/** Whose it is; null where it is not right, or nobody's. */
export async function checkPassword(
  sql: Sql,
  who: { email: string } | { userId: string },
  password: string,
): Promise<string | null> {
  const [row] = await sql<{ id: string; password: string | null }[]>`
    select auth.user.id, account.password from auth.user
      left join auth.account on account.user_id = auth.user.id and account.provider_id = 'credential'
    where ${'userId' in who ? sql`auth.user.id = ${who.userId}` : sql`email = ${who.email.trim().toLowerCase()}`}`;
  if (row?.password) return (await isPassword(password, row.password)) ? row.id : null;
  await hashPassword(password);
  return null;
}
