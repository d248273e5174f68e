// How members log in, as the log-in library keeps it: their factors and how many sessions stand. Read over its own
// connection, because nobody who works at a centre comes near those tables.
import type { MemberSummary } from '@achterwacht/shared/routes/people.ts';
import type { Database } from '../db/connect.ts';

export type LogIn = Pick<MemberSummary, 'factors' | 'sessions'>;

export const noLogIn: LogIn = { factors: { passkeys: 0, codes: false }, sessions: 0 };

export async function readLogIns(
  { sql }: Database,
  members: readonly { id: string }[],
): Promise<ReadonlyMap<string, LogIn>> {
  const rows = await sql<{ id: string; passkeys: number; codes: boolean; sessions: number }[]>`
    select id, coalesce(two_factor_enabled, false) as codes,
      (select count(*)::int from auth.passkey where user_id = "user".id) as passkeys,
      (select count(*)::int from auth.session where user_id = "user".id and expires_at > now())
        as sessions
    from auth.user where id = any(${members.map(({ id }) => id)}::uuid[])`;
  return new Map(
    rows.map(({ id, passkeys, codes, sessions }) => [
      id,
      { factors: { passkeys, codes }, sessions },
    ]),
  );
}
