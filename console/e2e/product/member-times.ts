// Time of one member, moved: a code that he was told, a session that he began.
import postgres from 'postgres';
import { product } from './product.ts';

async function asOwner(change: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const address = product().describe().env['DATABASE_OWNER_URL']!; // its servers are its own
  const sql = postgres(address, { max: 1, onnotice: () => {} });
  await change(sql);
  await sql.end();
}

/** As if the code that he was told had been told so many minutes earlier. */
export const codeIsOlder = (id: string, minutes: number) =>
  asOwner(
    (sql) => sql`
      update member_records set state = jsonb_set(state, '{reset,expiresAt}',
        to_jsonb(to_char((state #>> '{reset,expiresAt}')::timestamptz at time zone 'UTC'
          - ${minutes} * interval '1 minute', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
      where id = ${id}`,
  );

/** As if he had logged in so many days earlier. */
export const sessionsBeganEarlier = (id: string, days: number) =>
  asOwner(
    (sql) => sql`
      update auth.session set created_at = created_at - ${days} * interval '1 day',
        proven_at = proven_at - ${days} * interval '1 day'
      where user_id = ${id}`,
  );

/** As if his sessions had begun so long ago that they end in so many minutes. */
export const sessionsEndIn = (id: string, minutes: number) =>
  asOwner(
    (sql) => sql`
      update auth.session set expires_at = now() + ${minutes} * interval '1 minute'
      where user_id = ${id}`,
  );

/** As by somebody who ends them. */
export const sessionsAreEnded = (id: string) =>
  asOwner((sql) => sql`delete from auth.session where user_id = ${id}`);
