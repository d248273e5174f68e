// Somebody whom his provider knows and of whom our own code is still asked: he stands where a right password would have
// brought him, as the log-in library keeps that, and goes on by the same door.
import { randomBytes, randomUUID } from 'node:crypto';
import { makeSignature } from 'better-auth/crypto';
import type { Sql } from '../../db/connect.ts';
import type { SessionCookie } from '../sessions/session-cookie.ts';

/** As long as after a password. */
const seconds = 600;

/** @returns a `set-cookie` line. */
export async function beginHalfWay(
  sql: Sql,
  { userId, cookie, secret }: { userId: string; cookie: SessionCookie; secret: string },
): Promise<string> {
  const identifier = `2fa-${randomBytes(24).toString('base64url')}`;
  // The second is the library's count of wrong codes.
  for (const [name, value] of [
    [identifier, userId],
    [`2fa-attempts-${identifier}`, '0'],
  ] as const)
    await sql`
      insert into auth.verification (id, identifier, value, expires_at, created_at, updated_at)
      values (${randomUUID()}, ${name}, ${value}, now() + ${seconds} * interval '1 second',
        now(), now())`;
  const value = encodeURIComponent(`${identifier}.${await makeSignature(identifier, secret)}`);
  return `${cookie.prefix}.two_factor=${value}; Max-Age=${seconds}${cookie.attributes}`;
}
