// The log-in library's tables, in a schema that only its own connection can reach. Names and columns
// are the library's (better-auth core, two-factor and passkey plugins), but for what is said to be ours.
import type { OwnKeys } from '@achterwacht/shared/routes/profile.ts';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from '../drizzle.ts';

export const auth = pgSchema('auth');
const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const user = auth.table('user', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  email: text().notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text(),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
  twoFactorEnabled: boolean('two_factor_enabled').default(false),
});

export const session = auth.table('session', {
  id: uuid().primaryKey(),
  expiresAt: moment('expires_at').notNull(),
  token: text().notNull().unique(),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
  ipAddress: text('ip_address'),
  userAgent: text('user_agent'),
  userId: uuid('user_id')
    .notNull()
    .references(() => user.id, { onDelete: 'cascade' }),
  /** Ours, both: by what it was made (access/sessions/made-with.ts), and when that was last proven. */
  madeWith: text('made_with'),
  provenAt: moment('proven_at'),
});

export const account = auth.table(
  'account',
  {
    id: uuid().primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: moment('access_token_expires_at'),
    refreshTokenExpiresAt: moment('refresh_token_expires_at'),
    scope: text(),
    password: text(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  // One way to log in is one person's.
  (table) => [uniqueIndex('account_once').on(table.providerId, table.accountId)],
);

export const verification = auth.table('verification', {
  id: uuid().primaryKey(),
  identifier: text().notNull(),
  value: text().notNull(),
  expiresAt: moment('expires_at').notNull(),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
});

export const twoFactor = auth.table('two_factor', {
  id: uuid().primaryKey(),
  secret: text().notNull(),
  backupCodes: text('backup_codes').notNull(),
  userId: uuid('user_id')
    .notNull()
    .references(() => user.id, { onDelete: 'cascade' }),
  verified: boolean().default(true),
  failedVerificationCount: integer('failed_verification_count').default(0),
  lockedUntil: moment('locked_until'),
  /** Ours. */
  createdAt: moment('created_at').defaultNow(),
});

/** Ours: ten a person, told apart by their number, each of use once. */
export const recoveryCode = auth.table(
  'recovery_code',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    hash: text().notNull(),
    madeAt: moment('made_at').notNull(),
    usedAt: moment('used_at'),
  },
  (table) => [primaryKey({ columns: [table.userId, table.number] })],
);

/** Ours: failed guesses of an account from a place, both as keyed hashes, for nobody may read what was typed. */
export const guess = auth.table(
  'guess',
  {
    account: text().notNull(),
    place: text().notNull(),
    failures: integer().notNull(),
    lastAt: moment('last_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.account, table.place] }),
    index('guess_last').on(table.lastAt),
  ],
);

/** Ours: how somebody likes his screen, wherever he logs in. */
export const preference = auth.table('preference', {
  userId: uuid('user_id')
    .primaryKey()
    .references(() => user.id, { onDelete: 'cascade' }),
  language: text(),
  theme: text(),
  keys: jsonb().$type<OwnKeys>(),
});

/** Ours: reminders to oneself, with the words of whoever set them. */
export const timer = auth.table(
  'timer',
  {
    id: uuid().primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    endsAt: moment('ends_at').notNull(),
    text: text().notNull(),
    /** Only whoever set it is led there, and only if he may see it: nothing rests on it. */
    alarmId: uuid('alarm_id'),
  },
  (table) => [index('timer_of').on(table.userId), index('timer_ends').on(table.endsAt)],
);

/** Ours: one-time codes that let somebody in, for as long as they would again. */
export const usedCode = auth.table(
  'used_code',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    code: text().notNull(),
    usedAt: moment('used_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.code] })],
);

export const passkey = auth.table('passkey', {
  id: uuid().primaryKey(),
  name: text(),
  publicKey: text('public_key').notNull(),
  userId: uuid('user_id')
    .notNull()
    .references(() => user.id, { onDelete: 'cascade' }),
  credentialID: text('credential_id').notNull(),
  counter: integer().notNull(),
  deviceType: text('device_type').notNull(),
  backedUp: boolean('backed_up').notNull(),
  transports: text(),
  createdAt: moment('created_at'),
  aaguid: text(),
  /** Ours. */
  lastUsedAt: moment('last_used_at'),
});

export const rateLimit = auth.table('rate_limit', {
  id: uuid().primaryKey(),
  key: text().notNull().unique(),
  count: integer().notNull(),
  lastRequest: bigint('last_request', { mode: 'number' }).notNull(),
});
