// Logging in, by the library: password and one-time code, or a passkey; sessions in their own schema
// over their own connection. From a cookie it makes a visitor: who, in which role, where. That is asked with
// every call, a claim among them, and is one question to the database: the library's own way from a cookie
// to a session takes 2–3 ms of processor, and is left for prolonging one.
import { passkey } from '@better-auth/passkey';
// Without the library's own way to a database: 260 modules fewer to load at a start.
import { betterAuth } from 'better-auth/minimal';
import { APIError } from 'better-auth/api';
import { getSessionCookie } from 'better-auth/cookies';
import { constantTimeEqual, makeSignature } from 'better-auth/crypto';
import { twoFactor } from 'better-auth/plugins';
import { randomUUID } from 'node:crypto';
import { needsSecondFactor, type Role } from '@achterwacht/shared/roles.ts';
import { longestPassword } from '@achterwacht/shared/password.ts';
import { withoutValues, type Logger } from '../logger.ts';
import type { Database } from '../db/connect.ts';
import '../db/drizzle.ts';
import * as schema from '../db/schema/auth.ts';
import type { Visitor } from './as-actor.ts';
import { oneTimeCodes } from './one-time-codes.ts';
import { hashPassword, isPassword } from './passwords/password-hash.ts';

// Loads drizzle once more, so after `db/drizzle.ts`, which makes that quick.
const { drizzleAdapter } = await import('@better-auth/drizzle-adapter');

/** A shift and its handover; nobody is logged out in the middle of one. */
const sessionSeconds = 12 * 3600;
/** A session in use is prolonged this often. */
const renewSeconds = 600;
const cookiePrefix = 'achterwacht';

export type Login = { visitor: Visitor; sessionToken: string };

export type Authentication = {
  handler: (request: Request) => Promise<Response>;
  /** Null: nobody, or somebody without the second factor his role asks for. */
  whoIs: (cookie: string | undefined) => Promise<Login | null>;
  /** Tokens of these log-ins that still stand, with the same role at the same centre. */
  stillValid: (logins: readonly Login[]) => Promise<ReadonlySet<string>>;
};

type Parts = {
  database: Database;
  secret: string;
  origin: string;
  origins: ReadonlySet<string>;
  log: Logger;
};

export function createAuthentication(parts: Parts): Authentication {
  const auth = betterAuth({
    appName: 'Achterwacht',
    baseURL: parts.origin,
    basePath: '/api/auth',
    secret: parts.secret,
    trustedOrigins: [...parts.origins],
    database: drizzleAdapter(parts.database.db, { provider: 'pg', schema }),
    advanced: {
      cookiePrefix,
      database: { generateId: () => randomUUID() },
      // Set by the front door, which replaces whatever a client says.
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'] },
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      maxPasswordLength: longestPassword,
      password: {
        hash: hashPassword,
        verify: ({ password, hash }) => isPassword(password, hash),
      },
    },
    session: { expiresIn: sessionSeconds, updateAge: renewSeconds },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 300,
      // Slow enough against guessing, quick enough for a whole shift behind one address.
      customRules: {
        '/sign-in/email': { window: 60, max: 30 },
        '/two-factor/verify-totp': { window: 60, max: 30 },
      },
    },
    databaseHooks: {
      session: {
        create: {
          // A password is half of a log-in. With a one-time code the library asks for the other half;
          // a passkey is the other half, so where there is one and no code, the password opens nothing.
          before: async ({ userId }, request) => {
            if (request?.path === '/sign-in/email' && (await hasOnlyPasskey(userId)))
              throw new APIError('UNAUTHORIZED', { code: 'PASSKEY_REQUIRED' });
          },
        },
      },
    },
    telemetry: { enabled: false },
    logger: {
      log: (level, message) =>
        parts.log[level === 'error' ? 'error' : 'debug'](
          { message: withoutValues(message) },
          'auth',
        ),
    },
    plugins: [
      // No device is trusted: the code is asked at every log-in, whatever the request wishes.
      twoFactor({ issuer: 'Achterwacht', trustDeviceMaxAge: 0 }),
      oneTimeCodes(parts.database),
      passkey({
        rpID: relyingParty(parts.origin),
        rpName: 'Achterwacht',
        origin: [...parts.origins],
      }),
    ],
  });

  async function hasOnlyPasskey(userId: string): Promise<boolean> {
    const rows = await parts.database.sql`
      select from auth.user where id = ${userId} and not coalesce(two_factor_enabled, false)
        and exists (select from auth.passkey where passkey.user_id = auth.user.id)`;
    return rows.length > 0;
  }

  /** The token in a cookie that this centre signed; null for any other. */
  async function signedTokenOf(headers: Headers): Promise<string | null> {
    const value = getSessionCookie(headers, { cookiePrefix });
    const dot = value?.lastIndexOf('.') ?? -1;
    if (!value || dot < 1) return null;
    const token = value.slice(0, dot);
    const signature = await makeSignature(token, parts.secret);
    return constantTimeEqual(signature, value.slice(dot + 1)) ? token : null;
  }

  /** Whose token this is, as long as the session stands. */
  async function findSession(token: string) {
    const [row] = await parts.database.sql<
      {
        user_id: string;
        name: string;
        role: Role;
        centre_id: string;
        municipality_id: string | null;
        second_factor: boolean;
        must_renew: boolean;
      }[]
    >`
      select members.user_id, members.name, members.role, members.centre_id, members.municipality_id,
        coalesce(auth.user.two_factor_enabled, false)
          or exists (select from auth.passkey where passkey.user_id = members.user_id)
          as second_factor,
        session.expires_at <= now() + ${sessionSeconds - renewSeconds} * interval '1 second'
          as must_renew
      from auth.session
        join auth.user on auth.user.id = session.user_id
        join members on members.user_id = session.user_id
      where session.token = ${token} and session.expires_at > now()`;
    return row ?? null;
  }

  return {
    handler: auth.handler,
    async whoIs(cookie) {
      if (!cookie) return null;
      const headers = new Headers({ cookie });
      const token = await signedTokenOf(headers);
      const found = token === null ? null : await findSession(token);
      if (token === null || found === null) return null;
      if (needsSecondFactor.has(found.role) && !found.second_factor) return null;
      if (found.must_renew) await auth.api.getSession({ headers });
      const {
        user_id: id,
        name,
        role,
        centre_id: centreId,
        municipality_id: municipalityId,
      } = found;
      return {
        visitor: { type: 'person', id, name, role, centreId, municipalityId },
        sessionToken: token,
      };
    },
    async stillValid(logins) {
      if (logins.length === 0) return new Set();
      const rows = await parts.database.sql<{ token: string; role: Role; centre_id: string }[]>`
        select session.token, members.role, members.centre_id
        from auth.session join members on members.user_id = session.user_id
        where session.token = any(${logins.map((login) => login.sessionToken)})
          and session.expires_at > now()`;
      const standing = new Map(rows.map((row) => [row.token, row]));
      return new Set(
        logins
          .filter(({ visitor, sessionToken }) => {
            const row = standing.get(sessionToken);
            return row?.role === visitor.role && row.centre_id === visitor.centreId;
          })
          .map((login) => login.sessionToken),
      );
    },
  };
}

/** A passkey belongs to a name; an address cannot have one, and loopback's name is localhost. */
function relyingParty(origin: string): string {
  const { hostname } = new URL(origin);
  return hostname === '127.0.0.1' ? 'localhost' : hostname;
}

/** The origin, and for a loopback address its other name: people type both. */
export function originsOf(origin: string): ReadonlySet<string> {
  const other = origin.includes('//127.0.0.1')
    ? origin.replace('//127.0.0.1', '//localhost')
    : origin.replace('//localhost', '//127.0.0.1');
  return new Set([origin, other]);
}
