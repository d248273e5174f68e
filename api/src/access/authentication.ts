// Logging in, by the library: password and one-time code, or a passkey; sessions in their own schema over their own
// connection. The library checks what somebody brings and begins a session; what the session is worth, and who may begin
// one at all, is said here. What of it can be reached from outside stands in accounts/log-in/doors.ts.
import { passkey } from '@better-auth/passkey';
// Without the library's own way to a database: 260 modules fewer to load at a start.
import { betterAuth } from 'better-auth/minimal';
import { APIError } from 'better-auth/api';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { randomUUID } from 'node:crypto';
import { withoutValues } from '@achterwacht/shared/described-error.ts';
import { longestPassword } from '@achterwacht/shared/password.ts';
import type { Logger } from '../logger.ts';
import type { Database } from '../db/connect.ts';
import '../db/drizzle.ts';
import * as schema from '../db/schema/auth.ts';
import { createBeginsWith } from './log-in/begins-with.ts';
import { createGuesses } from './log-in/guesses.ts';
import { createKnownDevices } from './log-in/known-devices.ts';
import { oneTimeCodes } from './log-in/one-time-codes.ts';
import { createNoteRefused } from './note-refused.ts';
import { hashPassword, isPassword } from './passwords/password-hash.ts';
import { sessionSeconds } from './sessions/made-with.ts';
import { sessionCookie } from './sessions/session-cookie.ts';
import { createWhoIs } from './sessions/who-is.ts';

export type { Login } from './sessions/who-is.ts';

// Loads drizzle once more, so after `db/drizzle.ts`, which makes that quick.
const { drizzleAdapter } = await import('@better-auth/drizzle-adapter');

export type Authentication = ReturnType<typeof createAuthentication>;

type Parts = {
  database: Database;
  secret: string;
  origin: string;
  origins: ReadonlySet<string>;
  log: Logger;
};

export function createAuthentication(parts: Parts) {
  const cookie = sessionCookie(parts);
  const beginsWith = createBeginsWith(parts.database);
  const auth = betterAuth({
    appName: 'Achterwacht',
    baseURL: parts.origin,
    basePath: '/api/auth',
    secret: parts.secret,
    trustedOrigins: [...parts.origins],
    database: drizzleAdapter(parts.database.db, { provider: 'pg', schema }),
    advanced: {
      cookiePrefix: cookie.prefix,
      // The library's prefix is a weaker one than ours.
      useSecureCookies: false,
      defaultCookieAttributes: {
        sameSite: 'lax',
        httpOnly: true,
        path: '/',
        secure: cookie.isSecure,
      },
      database: { generateId: () => randomUUID() },
      // Set by the front door, which replaces whatever a client says.
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'] },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      // Asked at a log-in too, and in units of which a rare letter takes two.
      maxPasswordLength: 2 * longestPassword,
      password: {
        hash: hashPassword,
        verify: ({ password, hash }) => isPassword(password, hash),
      },
    },
    session: {
      expiresIn: sessionSeconds,
      // Its end is absolute, whatever is done with it.
      disableSessionRefresh: true,
      additionalFields: {
        madeWith: { type: 'string', required: false, input: false, returned: false },
        provenAt: { type: 'date', required: false, input: false, returned: false },
      },
    },
    // Of one address, beside what is counted of an account (log-in/guesses.ts): slow enough against guessing, quick
    // enough for a whole shift behind one address.
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 300,
      customRules: {
        '/sign-in/email': { window: 60, max: 30 },
        '/two-factor/verify-totp': { window: 60, max: 30 },
        '/passkey/verify-authentication': { window: 60, max: 60 },
      },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session, request) => {
            const madeWith = await beginsWith(session.userId, request);
            return { data: { ...session, madeWith, provenAt: new Date() } };
          },
        },
      },
    },
    telemetry: { enabled: false },
    // Of what the library says only the sentence: errors that it hands beside it carry values of queries. What it
    // cannot handle is thrown, to be answered and logged where everything of that kind is.
    logger: {
      log: (level, message) =>
        parts.log[level === 'error' ? 'error' : 'debug'](
          { message: withoutValues(message) },
          'auth',
        ),
    },
    onAPIError: { throw: true },
    plugins: [
      twoFactor({
        issuer: 'Achterwacht',
        // No device is trusted: the code is asked at every log-in, whatever the request wishes.
        trustDeviceMaxAge: 0,
        // A stranger who has the password would lock its owner out; guesses are counted by place.
        accountLockout: { enabled: false },
      }),
      oneTimeCodes(parts.database),
      passkey({
        rpID: relyingParty(parts.origin),
        rpName: 'Achterwacht',
        origin: [...parts.origins],
        authentication: {
          // The library takes a mere touch: whoever holds the key, and not whoever it belongs to.
          afterVerification: async ({ verification: { authenticationInfo } }) => {
            if (!authenticationInfo.userVerified)
              throw new APIError('UNAUTHORIZED', { code: 'USER_NOT_VERIFIED' });
          },
        },
      }),
    ],
  });

  return {
    handler: auth.handler,
    /** Every path that the library and its plugins would answer. */
    paths: Object.values(auth.api).flatMap((endpoint) =>
      'path' in endpoint && typeof endpoint.path === 'string' ? [endpoint.path] : [],
    ),
    cookie,
    guesses: createGuesses(parts.database, parts.secret),
    devices: createKnownDevices(parts.secret, cookie),
    noteRefused: createNoteRefused(parts.database),
    ...createWhoIs(parts.database, cookie),
  };
}

/** A passkey belongs to a name; an address cannot have one, and loopback's name is localhost. */
export function relyingParty(origin: string): string {
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
