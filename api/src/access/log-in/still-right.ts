// Whether what somebody logs in with still counts when his session begins. Looking at a password takes long by intent, and
// meanwhile it may be changed, the second step be taken away, or he himself be kept out: whatever did that has ended the
// sessions that stood, and this one came too late for it. The row of the account is what both wait for.
import type { Sql, TransactionSql } from '../../db/connect.ts';

/** As they are kept: the password's hash and the secret of the one-time codes, both null where there is none. */
export type Proofs = { password: string | null; secret: string | null };

/** As they stand before anything is looked at; null: of nobody. */
export async function readProofs(
  sql: Sql | TransactionSql,
  who: { email: string } | { userId: string },
): Promise<(Proofs & { userId: string }) | null> {
  const [row] = await sql<(Proofs & { userId: string })[]>`
    select auth.user.id as "userId", account.password, two_factor.secret from auth.user
      left join auth.account on account.user_id = auth.user.id and account.provider_id = 'credential'
      left join auth.two_factor on two_factor.user_id = auth.user.id
    where ${'userId' in who ? sql`auth.user.id = ${who.userId}` : sql`email = ${who.email.trim().toLowerCase()}`}`;
  return row ?? null;
}

type Beginning = { userId: string; madeWith: string | null; proofs: Partial<Proofs> | null };

/** In the transaction that lets him in, or right after what did. */
export async function isStillRight(
  sql: TransactionSql,
  { userId, madeWith, proofs }: Beginning,
): Promise<boolean> {
  // Apart from what is read next: a statement that waits sees of other rows what stood there before.
  await sql`select from auth.user where id = ${userId} for share`;
  const now = await readProofs(sql, { userId });
  if (!now) return false;
  if (proofs?.password !== undefined && proofs.password !== now.password) return false;
  if (proofs?.secret !== undefined && proofs.secret !== now.secret) return false;
  const passkeyId = madeWith?.startsWith('passkey:') ? madeWith.slice('passkey:'.length) : null;
  const [standing] = await sql`
    select from members where user_id = ${userId} and status = 'active'
      and (${passkeyId}::uuid is null or exists (select from auth.passkey
        where passkey.id = ${passkeyId} and passkey.user_id = members.user_id))`;
  return standing !== undefined;
}
