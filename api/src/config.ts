// The only reader of the environment. A missing or bad variable is named; its value is never printed.
import * as z from 'zod';

const port = z.coerce.number().int().min(0).max(65535);

const environment = z.object({
  DATABASE_URL: z.string().min(1),
  DATABASE_SYSTEM_URL: z.string().min(1),
  REDIS_URL: z.string().min(1),
  ACHTERWACHT_KEYS: z.string().min(1),
  ACHTERWACHT_DATA: z.string().default('./data'),
  ACHTERWACHT_ORIGIN: z.url().default('http://127.0.0.1:8080'),
  ACHTERWACHT_API_PORT: port.default(8081),
  ACHTERWACHT_DC09_PORT: port.default(12009),
  /** The media-server's control door; absent where sound cannot be had. */
  ACHTERWACHT_MEDIA_CONTROL_URL: z.url().optional(),
  ACHTERWACHT_BIND: z.string().default('127.0.0.1'),
  ACHTERWACHT_MODE: z.enum(['demo', 'real']).default('real'),
  /** Where a person stands who names a file; commands run elsewhere. */
  ACHTERWACHT_CWD: z.string().default('.'),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  /** Names the one step of a press at which this process kills itself; fault tests set it. */
  ACHTERWACHT_DIE_AT: z.string().optional(),
});

export type Config = {
  databaseUrl: string;
  databaseSystemUrl: string;
  redis: RedisAddress;
  keysFolder: string;
  dataFolder: string;
  callerFolder: string;
  origin: string;
  apiPort: number;
  dc09Port: number;
  mediaControlUrl: string | undefined;
  bind: string;
  mode: 'demo' | 'real';
  logLevel: string;
  dieAt: string | undefined;
};

/** A unix socket's path or a `redis://` address, as the Redis client takes it. */
export type RedisAddress = { path: string } | { url: string };

export function readConfig(source: NodeJS.ProcessEnv = process.env): Config {
  const values = parse(environment, source);
  return {
    databaseUrl: values.DATABASE_URL,
    databaseSystemUrl: values.DATABASE_SYSTEM_URL,
    redis: redisAddress(values.REDIS_URL),
    keysFolder: values.ACHTERWACHT_KEYS,
    dataFolder: values.ACHTERWACHT_DATA,
    callerFolder: values.ACHTERWACHT_CWD,
    origin: values.ACHTERWACHT_ORIGIN,
    apiPort: values.ACHTERWACHT_API_PORT,
    dc09Port: values.ACHTERWACHT_DC09_PORT,
    mediaControlUrl: values.ACHTERWACHT_MEDIA_CONTROL_URL,
    bind: values.ACHTERWACHT_BIND,
    mode: values.ACHTERWACHT_MODE,
    logLevel: values.LOG_LEVEL,
    dieAt: values.ACHTERWACHT_DIE_AT,
  };
}

export function redisAddress(url: string): RedisAddress {
  return url.startsWith('unix:') ? { path: url.replace(/^unix:(\/\/)?/, '') } : { url };
}

const migration = z.object({
  DATABASE_OWNER_URL: z.string().min(1),
  DATABASE_URL: z.string().min(1),
  DATABASE_SYSTEM_URL: z.string().min(1),
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
    keysFolder: values.ACHTERWACHT_KEYS,
  };
}

export class ConfigError extends Error {}

function parse<S extends z.ZodType>(schema: S, source: NodeJS.ProcessEnv): z.infer<S> {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  const names = [...new Set(result.error.issues.map((issue) => issue.path.join('.')))];
  throw new ConfigError(`missing or not usable: ${names.join(', ')}`);
}
