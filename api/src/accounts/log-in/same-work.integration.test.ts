// Who is not known costs the same work as who is: the passwords that are hashed are counted, and no clock is looked at.
import type * as nodeCrypto from 'node:crypto';
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createAuthentication } from '../../access/authentication.ts';
import { hashPassword } from '../../access/passwords/password-hash.ts';
import { createHttpServer } from '../../http/server.ts';
import { openLogger } from '../../logger.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { mountLogIn } from './front.ts';
import { serveRecoveryLogIn } from './recovery-log-in.ts';

const hashed = vi.hoisted(() => {
  // Whatever another file of this worker has loaded holds node:crypto itself.
  vi.resetModules();
  return { count: 0 };
});
vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof nodeCrypto>();
  const argon2: typeof crypto.argon2 = (...asked) => {
    hashed.count += 1;
    return crypto.argon2(...asked);
  };
  return { ...crypto, argon2 };
});

const origin = 'http://achterwacht.test';
const secret = 'a secret of thirty-two letters at least';
let centre: AlarmCentre;
let http: FastifyInstance;

beforeAll(async () => {
  centre = await openAlarmCentre();
  const log = openLogger('silent');
  const origins = new Set([origin]);
  const database = centre.system;
  const authentication = createAuthentication({ database, secret, origin, origins, log });
  http = await createHttpServer({
    log,
    admitService: () => () => Promise.resolve(undefined),
    origins,
  });
  const changed = () => undefined;
  mountLogIn(http, { ...authentication, database, origin, changed });
  serveRecoveryLogIn(http, {
    authentication,
    database,
    secret,
    origin,
    origins,
    relyingParty: 'achterwacht.test',
    changed,
    tell: changed,
  });
  await addMember('anna', { status: 'active', password: 'paard in de tuin' });
  await addMember('bo', { status: 'suspended', password: 'paard in de tuin' });
  await addMember('cas', { status: 'active', password: null });
});
afterAll(async () => {
  await http.close();
  await centre.end();
});

async function addMember(
  name: string,
  { status, password }: { status: string; password: string | null },
): Promise<void> {
  const { sql } = centre.system;
  const id = randomUUID();
  const email = `${name}@noord.example`;
  await sql`
    insert into members (user_id, centre_id, role, name, email, status)
    values (${id}, ${centre.centreId}, 'centralist', ${name}, ${email}, ${status})`;
  await sql`
    insert into auth.user (id, name, email, email_verified, created_at, updated_at)
    values (${id}, ${name}, ${email}, true, now(), now())`;
  if (password !== null)
    await sql`
      insert into auth.account (id, account_id, provider_id, user_id, password, created_at, updated_at)
      values (${randomUUID()}, ${id}, 'credential', ${id}, ${await hashPassword(password)},
        now(), now())`;
}

async function work(url: string, body: object): Promise<{ status: number; hashings: number }> {
  const before = hashed.count;
  const headers = { origin, 'content-type': 'application/json' };
  const { statusCode: status } = await http.inject({ method: 'POST', url, headers, payload: body });
  return { status, hashings: hashed.count - before };
}

const everybody = ['niemand', 'anna', 'bo', 'cas'].map((name) => `${name}@noord.example`);

test.each(everybody)('a wrong password of %s is hashed once', async (email) => {
  const asked = { email, password: 'een ander paard' };
  expect(await work('/api/auth/sign-in/email', asked)).toEqual({ status: 401, hashings: 1 });
});

test.each(everybody)(
  'a wrong password and a recovery code of %s are hashed once each',
  async (email) => {
    const asked = { email, password: 'een ander paard', code: '3-ABCD-EFGH-JKLM' };
    expect(await work('/api/log-in/recovery-code', asked)).toEqual({ status: 401, hashings: 2 });
  },
);
