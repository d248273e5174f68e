// Sessions as rows: begun, taken over by a log-in of the same person, ended. Over its life a row keeps its id, by which
// open sockets and listening hang on it, and changes its token with every log-in: whoever logs in once more at a desk
// loses nothing of what he was doing, and an older cookie is nobody's (ASVS 7.2.4).
import { randomBytes, randomUUID } from 'node:crypto';
import type { TransactionSql } from '../../db/connect.ts';
import { sessionSeconds, setUpSeconds, type MadeWith } from './made-with.ts';

type Begun = {
  userId: string;
  madeWith: MadeWith;
  address: string;
  device: string | undefined;
};

/** The token; the caller puts it into a cookie. */
export async function beginSession(
  sql: TransactionSql,
  { userId, madeWith, address, device }: Begun,
): Promise<{ token: string; seconds: number }> {
  const token = newToken();
  const seconds = secondsOf(madeWith);
  await sql`
    insert into auth.session (id, token, user_id, created_at, updated_at, proven_at, made_with,
      expires_at, ip_address, user_agent)
    values (${randomUUID()}, ${token}, ${userId}, now(), now(), now(), ${madeWith},
      now() + ${seconds} * interval '1 second', ${address}, ${device?.slice(0, 400) ?? null})`;
  return { token, seconds };
}

/** A log-in by the person whose session this is already. */
export async function renewSession(
  sql: TransactionSql,
  { id, madeWith }: { id: string; madeWith: MadeWith },
): Promise<{ token: string; seconds: number }> {
  const token = newToken();
  const seconds = secondsOf(madeWith);
  await sql`
    update auth.session set token = ${token}, made_with = ${madeWith}, proven_at = now(),
      updated_at = now(), expires_at = now() + ${seconds} * interval '1 second'
    where id = ${id}`;
  return { token, seconds };
}

/**
 * A session that the library began in a browser that had one: of the same person it takes over that row, of somebody
 * else it ends it.
 */
export async function takeOver(
  sql: TransactionSql,
  { before, token }: { before: string; token: string },
): Promise<void> {
  const [pair] = await sql<{ before_id: string; id: string; is_same: boolean }[]>`
    select before.id as before_id, new.id, before.user_id = new.user_id as is_same
    from auth.session before, auth.session new
    where before.token = ${before} and new.token = ${token} and before.id <> new.id
    for update`;
  if (!pair) return;
  if (!pair.is_same) {
    await sql`delete from auth.session where id = ${pair.before_id}`;
    return;
  }
  const [row] = await sql`
    delete from auth.session where id = ${pair.id}
    returning made_with, proven_at, expires_at, ip_address, user_agent`;
  if (!row) return;
  await sql`
    update auth.session set token = ${token}, made_with = ${row['made_with'] as string},
      proven_at = ${row['proven_at'] as string}, expires_at = ${row['expires_at'] as string},
      ip_address = ${row['ip_address'] as string}, user_agent = ${row['user_agent'] as string},
      updated_at = now()
    where id = ${pair.before_id}`;
}

/** Every session of this person but one, and every log-in of his that waits for its second half. */
export async function endOthers(
  sql: TransactionSql,
  { userId, but }: { userId: string; but: string | null },
): Promise<number> {
  const { count } = await sql`
    delete from auth.session where user_id = ${userId} and id is distinct from ${but}`;
  await endHalves(sql, userId);
  return count;
}

/** As the log-in library keeps them: what was asked of this person and not answered. */
export async function endHalves(sql: TransactionSql, userId: string): Promise<void> {
  await sql`delete from auth.verification where value = ${userId}`;
}

const newToken = () => randomBytes(24).toString('base64url');

function secondsOf(madeWith: MadeWith): number {
  return madeWith === 'invitation' || madeWith === 'reset' ? setUpSeconds : sessionSeconds;
}
