// By what a session of the log-in library begins, and whether it may: its own hook asks here before it keeps one.
import { APIError } from 'better-auth/api';
import { needsSecondFactor, type Role } from '@achterwacht/shared/roles.ts';
import type { Database } from '../../db/connect.ts';
import type { MadeWith } from '../sessions/made-with.ts';

/** What the library was asked when it wants to begin one. */
type Begun = { path?: string; body?: unknown } | null | undefined;

/** @throws where it may not: nobody's account, or a password alone where that opens nothing. */
export type BeginsWith = (userId: string, request: Begun) => Promise<MadeWith>;

export function createBeginsWith({ sql }: Database): BeginsWith {
  return async (userId, request) => {
    const [person] = await sql<{ role: Role; has_codes: boolean; has_passkey: boolean }[]>`
      select role, coalesce(two_factor_enabled, false) as has_codes,
        exists (select from auth.passkey where passkey.user_id = ${userId}) as has_passkey
      from members join auth.user on auth.user.id = user_id
      where user_id = ${userId} and status = 'active'`;
    if (!person) throw refused('INVALID_EMAIL_OR_PASSWORD');
    switch (request?.path) {
      case '/two-factor/verify-totp':
        return 'code';
      case '/passkey/verify-authentication':
        return passkeyOf(userId, request.body);
      case '/sign-in/email':
        // With a one-time code the library takes this session back and asks for the other half. A passkey is the
        // other half, so where there is one and no code, the password opens nothing.
        if (person.has_codes) return 'password';
        if (person.has_passkey) throw refused('PASSKEY_REQUIRED');
        if (needsSecondFactor.has(person.role)) throw refused('FACTOR_MISSING');
        return 'password';
      default:
        throw refused('UNKNOWN_WAY');
    }
  };

  async function passkeyOf(userId: string, body: unknown): Promise<MadeWith> {
    const { response } = body as { response: { id: string } }; // checked at the door, and by the library
    const [row] = await sql<{ id: string }[]>`
      update auth.passkey set last_used_at = now()
      where user_id = ${userId} and credential_id = ${response.id} returning id`;
    if (!row) throw refused('PASSKEY_NOT_FOUND');
    return `passkey:${row.id}`;
  }
}

const refused = (code: string) => new APIError('UNAUTHORIZED', { code });
