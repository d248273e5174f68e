// A one-time code lets in once (RFC 6238, 5.2): whoever read it over a shoulder, or off the wire, is late.
// The library accepts a code for its own thirty seconds and those before and after, as often as it comes;
// so a code is reserved, for its person and in one statement, before the library looks whether it is right.
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import type { Database, Sql, TransactionSql } from '../../db/connect.ts';

/** The library's window of three times thirty seconds, and the difference between two servers' clocks. */
const rememberedSeconds = 180;
/** How the library's two-factor plugin names the cookie between the password and the code. */
const halfwayCookie = 'two_factor';

export function oneTimeCodes(database: Database): BetterAuthPlugin {
  return {
    id: 'one-time-codes',
    hooks: {
      before: [
        {
          matcher: ({ path }) => path === '/two-factor/verify-totp',
          handler: createAuthMiddleware(async (request) => {
            const { name } = request.context.createAuthCookie(halfwayCookie);
            const cookie = await request.getSignedCookie(name, request.context.secret);
            const halfway =
              cookie && (await request.context.internalAdapter.findVerificationValue(cookie));
            const { code } = request.body as { code: string };
            // Without a password before it the code is nobody's, and the library says so.
            if (!halfway || (await reserveCode(database.sql, halfway.value, code))) return;
            throw new APIError('UNAUTHORIZED', { code: 'INVALID_CODE', message: 'Invalid code' });
          }),
        },
      ],
    },
  };
}

/** False when this person's code was reserved before, by whichever process. */
export async function reserveCode(
  sql: Sql | TransactionSql,
  userId: string,
  typed: string,
): Promise<boolean> {
  const code = typed.replace(' ', '');
  await sql`delete from auth.used_code where used_at < now() - ${rememberedSeconds} * interval '1 second'`;
  const { count } = await sql`
    insert into auth.used_code (user_id, code, used_at) values (${userId}, ${code}, now())
    on conflict do nothing`;
  return count === 1;
}

/** Codes that no longer let this person in, for a demo that has no telephone to wait for the next. */
export async function usedCodes({ sql }: Database, email: string): Promise<ReadonlySet<string>> {
  const rows = await sql<{ code: string }[]>`
    select code from auth.used_code join auth.user on auth.user.id = user_id where email = ${email}`;
  return new Set(rows.map((row) => row.code));
}
