// The only reader of the environment. A missing or bad variable is named; its value is never printed.
import { userInfo } from 'node:os';
import * as z from 'zod';
import { isLoopback } from '@achterwacht/shared/setting/ways.ts';
import { controlRoomCode } from '@achterwacht/shared/police/control-rooms.ts';
import { BadAddress, outwardAddress } from './outward/address.ts';

const port = z.coerce.number().int().min(0).max(65535);

/** Empty is as absent: compose hands on every variable, also one that nobody set. */
function outward() {
  return z.string().transform((text, context) => {
    if (text === '') return undefined;
    try {
      return outwardAddress(text);
    } catch (error) {
      if (!(error instanceof BadAddress)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });
}

const environment = z.object({
  DATABASE_URL: z.string().min(1),
  DATABASE_SYSTEM_URL: z.string().min(1),
  DATABASE_PUBLIC_URL: z.string().min(1),
  REDIS_URL: z.string().min(1),
  ACHTERWACHT_KEYS: z.string().min(1),
  ACHTERWACHT_DATA: z.string().default('./data'),
  ACHTERWACHT_ORIGIN: z.url().default('http://127.0.0.1:8080'),
  ACHTERWACHT_API_PORT: port.default(8081),
  ACHTERWACHT_DC09_PORT: port.default(12009),
  /** The media-server's control door; absent where sound cannot be had. */
  ACHTERWACHT_MEDIA_CONTROL_URL: z.url().optional(),
  /** Set while what carries sound is still being made on this machine. */
  ACHTERWACHT_SOUND_AWAITED: z.literal('1').optional(),
  ACHTERWACHT_BIND: z.string().default('127.0.0.1'),
  ACHTERWACHT_MODE: z.enum(['demo', 'real']).default('real'),
  /** Where a person stands who names a file; commands run elsewhere. */
  ACHTERWACHT_CWD: z.string().default('.'),
  /** Who typed a command, where he took another's rights for it. */
  SUDO_USER: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  /** A register of addresses that answers as PDOK Locatieserver does; absent: an address is put on the map by hand. */
  ACHTERWACHT_ADDRESS_SEARCH_URL: outward().optional(),
  /** The same register, told where an alarm is; absent: nobody is, and the nearest known place is said. */
  ACHTERWACHT_ADDRESS_NEAR_URL: outward().optional(),
  /** What a monitor elsewhere brings to read `/metrics` and all of `/readyz`; absent: only this machine reads them. */
  ACHTERWACHT_MONITORING_TOKEN: z
    .string()
    .regex(/^\S*$/)
    .refine((token) => token === '' || token.length >= 32, 'at least 32 characters')
    .optional(),
  /** Names the one step of a press at which this process kills itself; fault tests set it. */
  ACHTERWACHT_DIE_AT: z.string().optional(),
});

export type Config = {
  databaseUrl: string;
  databaseSystemUrl: string;
  databasePublicUrl: string;
  redis: RedisAddress;
  keysFolder: string;
  dataFolder: string;
  callerFolder: string;
  /** The machine's name for who runs this. */
  callerName: string;
  origin: string;
  apiPort: number;
  dc09Port: number;
  mediaControlUrl: string | undefined;
  isSoundAwaited: boolean;
  bind: string;
  mode: 'demo' | 'real';
  logLevel: string;
  /** Null: none is asked. */
  addressSearch: URL | null;
  addressNear: URL | null;
  /** Null: only this machine reads them. */
  monitoringToken: string | null;
  dieAt: string | undefined;
};

/** A unix socket's path or a `redis://` address, as the Redis client takes it. */
export type RedisAddress = { path: string } | { url: string };

export function readConfig(source: NodeJS.ProcessEnv = process.env): Config {
  const values = parse(environment, source);
  return {
    databaseUrl: values.DATABASE_URL,
    databaseSystemUrl: values.DATABASE_SYSTEM_URL,
    databasePublicUrl: values.DATABASE_PUBLIC_URL,
    redis: redisAddress(values.REDIS_URL),
    keysFolder: values.ACHTERWACHT_KEYS,
    dataFolder: values.ACHTERWACHT_DATA,
    callerFolder: values.ACHTERWACHT_CWD,
    callerName: values.SUDO_USER ?? userInfo().username,
    origin: values.ACHTERWACHT_ORIGIN,
    apiPort: values.ACHTERWACHT_API_PORT,
    dc09Port: values.ACHTERWACHT_DC09_PORT,
    mediaControlUrl: values.ACHTERWACHT_MEDIA_CONTROL_URL,
    isSoundAwaited: values.ACHTERWACHT_SOUND_AWAITED !== undefined,
    bind: values.ACHTERWACHT_BIND,
    mode: values.ACHTERWACHT_MODE,
    logLevel: values.LOG_LEVEL,
    addressSearch: values.ACHTERWACHT_ADDRESS_SEARCH_URL ?? null,
    addressNear: values.ACHTERWACHT_ADDRESS_NEAR_URL ?? null,
    monitoringToken: values.ACHTERWACHT_MONITORING_TOKEN || null,
    dieAt: values.ACHTERWACHT_DIE_AT,
  };
}

/** Two that mean nothing without each other: one alone is a slip that would otherwise be found in need. */
function bothOrNeither<A, B, T>(
  first: Record<string, A | undefined>,
  second: Record<string, B | undefined>,
  combine: (first: A, second: B) => T,
): T | null {
  const [[firstName, a]] = Object.entries(first) as [[string, A | undefined]];
  const [[secondName, b]] = Object.entries(second) as [[string, B | undefined]];
  if (a !== undefined && b !== undefined) return combine(a, b);
  if (a === undefined && b === undefined) return null;
  throw new ConfigError(`missing: ${a === undefined ? firstName : secondName}`);
}

export function redisAddress(url: string): RedisAddress {
  return url.startsWith('unix:') ? { path: url.replace(/^unix:(\/\/)?/, '') } : { url };
}

const migration = z.object({
  DATABASE_OWNER_URL: z.string().min(1),
  DATABASE_URL: z.string().min(1),
  DATABASE_SYSTEM_URL: z.string().min(1),
  DATABASE_PUBLIC_URL: z.string().min(1),
  /** Only a database that has something to seal needs it. */
  ACHTERWACHT_KEYS: z.string().min(1).optional(),
});

/** What the migrations need: the owner's connection, and the log-ins it prepares for the others. */
export function readMigrationConfig(source: NodeJS.ProcessEnv = process.env) {
  const values = parse(migration, source);
  return {
    ownerUrl: values.DATABASE_OWNER_URL,
    appUrl: values.DATABASE_URL,
    systemUrl: values.DATABASE_SYSTEM_URL,
    publicUrl: values.DATABASE_PUBLIC_URL,
    keysFolder: values.ACHTERWACHT_KEYS,
  };
}

function contactList() {
  const contact = z.string().regex(/^(\+[0-9]{8,15}|[^@\s,]+@[^@\s,]+)$/);
  return z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(contact));
}

const former = z.object({
  /** `smtps://name:password@host`; without TLS only to this machine. */
  ACHTERWACHT_SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .transform((text) => new URL(text))
    .optional(),
  ACHTERWACHT_MAIL_FROM: z.string().includes('@').optional(),
  ACHTERWACHT_SMS_URL: outward().optional(),
  ACHTERWACHT_SMS_TOKEN: z.string().min(1).optional(),
  ACHTERWACHT_SMS_FROM: z.string().min(1).default('Achterwacht'),
  /** Telephone numbers (`+316…`, by SMS) and mail addresses, with commas between. */
  ACHTERWACHT_SUPERVISOR_CONTACTS: contactList(),
  ACHTERWACHT_ON_CALL_CONTACTS: contactList(),
  ACHTERWACHT_POLICE_WEBHOOK_URL: outward().optional(),
  /** `whsec_…`, newest first, with a space between two. */
  ACHTERWACHT_POLICE_WEBHOOK_SECRETS: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}( whsec_[A-Za-z0-9+/]{32,}={0,2})*$/)
    .transform((text) => text.split(' '))
    .optional(),
  /** Which control rooms listen there, with commas between; usually one system takes for all ten. */
  ACHTERWACHT_POLICE_WEBHOOK_ROOMS: z
    .string()
    .default(controlRoomCode.options.join(','))
    .transform((text) => text.split(',').map((code) => code.trim()))
    .pipe(z.array(controlRoomCode)),
  ACHTERWACHT_POLICE_WEBHOOK_FORMAT: z.enum(['json', 'cap']).default('json'),
});

export type FormerSettings = ReturnType<typeof readFormerSettings>;

/**
 * What a centre sets itself since, and stood here for all of them: the migrations give it to each that has not set its
 * own. Nobody else reads it.
 */
export function readFormerSettings(source: NodeJS.ProcessEnv = process.env) {
  const values = parse(former, source);
  const supervisor = values.ACHTERWACHT_SUPERVISOR_CONTACTS;
  const onCall = values.ACHTERWACHT_ON_CALL_CONTACTS;
  return {
    mail: bothOrNeither(
      { ACHTERWACHT_SMTP_URL: values.ACHTERWACHT_SMTP_URL },
      { ACHTERWACHT_MAIL_FROM: values.ACHTERWACHT_MAIL_FROM },
      mailOf,
    ),
    sms: bothOrNeither(
      { ACHTERWACHT_SMS_URL: values.ACHTERWACHT_SMS_URL },
      { ACHTERWACHT_SMS_TOKEN: values.ACHTERWACHT_SMS_TOKEN },
      (url, token) => ({ url: url.href, from: values.ACHTERWACHT_SMS_FROM, secrets: [token] }),
    ),
    paging: supervisor.length + onCall.length > 0 ? { supervisor, onCall } : null,
    policeWebhook: bothOrNeither(
      { ACHTERWACHT_POLICE_WEBHOOK_URL: values.ACHTERWACHT_POLICE_WEBHOOK_URL },
      { ACHTERWACHT_POLICE_WEBHOOK_SECRETS: values.ACHTERWACHT_POLICE_WEBHOOK_SECRETS },
      (url, secrets) => ({
        url: url.href,
        secrets,
        format: values.ACHTERWACHT_POLICE_WEBHOOK_FORMAT,
        rooms: values.ACHTERWACHT_POLICE_WEBHOOK_ROOMS,
      }),
    ),
  };
}

/** As the address said it: TLS from the start by its name, else agreed upon, and none to this machine. */
function mailOf(url: URL, from: string) {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isLocal = isLoopback(host);
  const starts = isLocal ? 'none' : 'starttls';
  return {
    host,
    port: url.port ? Number(url.port) : url.protocol === 'smtps:' ? 465 : 587,
    tls: url.protocol === 'smtps:' ? 'from-start' : starts,
    user: url.username ? decodeURIComponent(url.username) : null,
    from,
    secrets: url.username ? [decodeURIComponent(url.password)] : [],
  } as const;
}

export class ConfigError extends Error {}

function parse<S extends z.ZodType>(schema: S, source: NodeJS.ProcessEnv): z.infer<S> {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  const names = [...new Set(result.error.issues.map((issue) => issue.path.join('.')))];
  throw new ConfigError(`missing or not usable: ${names.join(', ')}`);
}
