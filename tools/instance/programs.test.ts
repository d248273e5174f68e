// What each program is told. The console and the front door are what the network reaches first, so what
// only the api needs is not there to be taken.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Keys } from './data-folder/keys.ts';
import { apiProgram, consoleProgram, frontDoorProgram, type Layout } from './programs.ts';
import { readSettings } from './settings.ts';

const secrets = {
  ACHTERWACHT_SMTP_URL: 'smtps://centre:hunter2@mail.example',
  ACHTERWACHT_SMS_TOKEN: 'sms-hunter2',
  ACHTERWACHT_POLICE_WEBHOOK_SECRETS: 'whsec_hunter2',
  DATABASE_URL: 'postgres://app:hunter2@db/a',
  DATABASE_OWNER_URL: 'postgres://owner:hunter2@db/a',
  SOMETHING_OF_THE_ADMINISTRATOR: 'hunter2',
};

const keys: Keys = {
  folder: '/keys',
  masterKey: 'hunter2',
  authSecret: 'hunter2',
  mediaControlSecret: 'hunter2',
  listenInKey: 'hunter2',
  recordingsKey: 'hunter2',
  postgres: 'hunter2',
  achterwacht_owner: 'hunter2',
  achterwacht_app: 'hunter2',
  achterwacht_system: 'hunter2',
  achterwacht_public: 'hunter2',
};

beforeEach(() => {
  for (const [name, value] of Object.entries(secrets)) vi.stubEnv(name, value);
  vi.stubEnv('NODE_OPTIONS', '--max-old-space-size=512');
});
afterEach(() => vi.unstubAllEnvs());

const layout = (): Layout => ({
  settings: readSettings(process.env),
  mode: 'real',
  keys,
  ports: { postgres: 1, api: 2, console: 3, mediaHttp: 4, mediaControl: 5 },
  postgres: undefined,
  redis: undefined,
  logLevel: 'info',
  mayHaveSound: false,
  isSoundAwaited: false,
});

test.each([
  ['console', (of: Layout) => consoleProgram(of, '/build')],
  ['front door', frontDoorProgram],
])('the %s gets no secret of the api, and what a program needs to run', (_name, program) => {
  const { env = process.env } = program(layout());
  expect(JSON.stringify(env)).not.toContain('hunter2');
  expect(env.PATH).toBe(process.env.PATH);
  expect(env.NODE_OPTIONS).toBe('--max-old-space-size=512');
  expect(env.ACHTERWACHT_ORIGIN).toBe(readSettings(process.env).origin);
});

test('the api gets them', () => {
  expect(apiProgram(layout()).env).toMatchObject({
    ACHTERWACHT_SMTP_URL: secrets.ACHTERWACHT_SMTP_URL,
    DATABASE_URL: secrets.DATABASE_URL,
    // Beside the one that was given, under a password of this machine's own.
    DATABASE_PUBLIC_URL: 'postgres://achterwacht_public:hunter2@db/a',
  });
});
