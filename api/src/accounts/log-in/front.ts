// The front of the log-in library: what comes in is one of a few doors with a body of known shape, is counted before it
// is looked at, and is answered in our own words. A token leaves in a cookie and in nothing else.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../db/connect.ts';
import { logAccount } from '../../access/account-log.ts';
import type { Authentication } from '../../access/authentication.ts';
import type { Place } from '../../access/log-in/guesses.ts';
import { logFailure } from '../../access/log-in/log-failure.ts';
import { isStillRight, readProofs, type Proofs } from '../../access/log-in/still-right.ts';
import { endHalves, takeOver } from '../../access/sessions/sessions.ts';
import { fail } from '../../http/fail.ts';
import { failWith, Failure } from '../../http/server.ts';
import { doorAt, type DoorPath } from './doors.ts';

const base = '/api/auth';
/** What the library says with a code that the page has a sentence for; all else is "wrong". */
const told: ReadonlySet<string> = new Set(['passkey-required', 'factor-missing']);

type Parts = Pick<Authentication, 'handler' | 'cookie' | 'guesses' | 'devices'> & {
  database: Database;
  origin: string;
  /** Sessions ended or began. */
  changed: () => void;
};

/** Whom an attempt is of, where that can be told before it is looked at. */
type Attempt = {
  email: string;
  userId: string | null;
  /** As they stood before they were looked at. */
  proofs: Proofs | null;
  place: Place;
  failures: number;
};

export function mountLogIn(app: FastifyInstance, parts: Parts): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    scope.all(`${base}/*`, { schema: { hide: true } }, async (request, reply) => {
      const [path = ''] = request.url.slice(base.length).split('?');
      const found = doorAt(request.method, path);
      if (!found) return fail(reply, 404, 'not-found');
      const body = found.door.body?.safeParse(asJson(request.body));
      if (body && !body.success) return fail(reply, 422, 'invalid-input');
      void reply.header('cache-control', 'no-store');
      return pass(parts, { request, reply, path: found.path, body: body?.data });
    });
  });
}

type Passing = {
  request: FastifyRequest;
  reply: FastifyReply;
  path: DoorPath;
  body: unknown;
};

async function pass(parts: Parts, { request, reply, path, body }: Passing): Promise<FastifyReply> {
  const header = request.headers.cookie;
  const before = await parts.cookie.tokenOf(header);
  if (path === '/sign-out') await endSession(parts, before, request.ip);
  const attempt = await attemptOf(parts, path, body, request);
  if (attempt === 'nobody') return fail(reply, 401, 'log-in-wrong');
  if (attempt && 'waitSeconds' in attempt)
    return fail(reply.header('retry-after', attempt.waitSeconds), 429, 'too-fast');

  const response = await parts.handler(libraryRequest(parts, request, path, body));
  const lines = response.headers.getSetCookie();
  const token = await parts.cookie.tokenIn(lines);
  if (token) {
    const proofs = attempt?.proofs ?? null;
    const userId = await beginWith(parts, { before, token, proofs, address: request.ip });
    if (!userId) return fail(reply, 401, 'log-in-wrong');
    if (attempt) await parts.guesses.forget(attempt.email, attempt.place);
    const known = parts.devices.lineFor(header, userId);
    if (known) lines.push(known);
  } else if (!response.ok) {
    await noteFailure(parts, { attempt, path, body, address: request.ip });
  } else if (path === '/sign-in/email' && attempt) {
    if (!(await isHalfWay(parts, attempt))) return fail(reply, 401, 'log-in-wrong');
    await parts.guesses.forgive(attempt.email, attempt.place);
    // The library took its cookie away: until the code comes nobody is logged in here.
    if (before) await parts.database.sql`delete from auth.session where token = ${before}`;
  }
  if (token || before) parts.changed();
  for (const line of lines) void reply.header('set-cookie', line);
  return answer(reply, path, response);
}

/** `nobody`: a code without a password before it. */
async function attemptOf(
  parts: Parts,
  path: DoorPath,
  body: unknown,
  request: FastifyRequest,
): Promise<Attempt | { waitSeconds: number } | 'nobody' | null> {
  if (path !== '/sign-in/email' && path !== '/two-factor/verify-totp') return null;
  const who =
    path === '/sign-in/email'
      ? await whoHas(parts.database, (body as { email: string }).email)
      : await whoIsHalfway(parts, request.headers.cookie);
  if (!who) return 'nobody';
  const device = who.userId && parts.devices.deviceOf(request.headers.cookie, who.userId);
  const place = { address: request.ip, device };
  const taken = await parts.guesses.take(who.email, place);
  return taken.isAllowed ? { ...who, place, failures: taken.failures } : taken;
}

async function whoHas({ sql }: Database, email: string) {
  const proofs = await readProofs(sql, { email });
  return { email, userId: proofs?.userId ?? null, proofs };
}

/** Whose password was right a moment ago in this browser. */
async function whoIsHalfway({ database: { sql }, cookie }: Parts, header: string | undefined) {
  const identifier = await cookie.signedIn(header, 'two_factor');
  if (!identifier) return null;
  const [row] = await sql<{ userId: string; email: string }[]>`
    select auth.user.id as "userId", email from auth.verification
      join auth.user on auth.user.id::text = verification.value
    where identifier = ${identifier} and expires_at > now()`;
  return row ? { ...row, proofs: await readProofs(sql, row) } : null;
}

/** One of our own, so that nothing of it is what the library was not meant to see. */
function libraryRequest(
  { cookie, origin }: Parts,
  request: FastifyRequest,
  path: DoorPath,
  body: unknown,
): Request {
  const headers = new Headers({
    'x-forwarded-for': request.ip,
    'content-type': 'application/json',
  });
  for (const name of ['origin', 'user-agent'] as const) {
    const value = request.headers[name];
    if (value) headers.set(name, value.slice(0, 400));
  }
  const cookies = (request.headers.cookie ?? '').split('; ');
  // A code is the second half of a log-in here, never something about the session that stands.
  const seen =
    path === '/two-factor/verify-totp'
      ? cookies.filter((one) => !one.startsWith(`${cookie.prefix}.session_token=`))
      : cookies;
  headers.set('cookie', seen.join('; '));
  return new Request(new URL(`${base}${path}`, origin), {
    method: request.method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

type Beginning = {
  before: string | null;
  token: string;
  proofs: Proofs | null;
  address: string;
};

/** @returns who is logged in; null where what he brought counts no more, and then the session is none either. */
async function beginWith(
  { database }: Parts,
  { before, token, proofs, address }: Beginning,
): Promise<string | null> {
  return database.transaction(async ({ sql }) => {
    const [row] = await sql<{ user_id: string; made_with: string | null }[]>`
      select user_id, made_with from auth.session where token = ${token}`;
    if (!row) return null;
    const { user_id: userId, made_with: object } = row;
    if (!(await isStillRight(sql, { userId, madeWith: object, proofs }))) {
      await sql`delete from auth.session where token = ${token}`;
      return null;
    }
    if (before) await takeOver(sql, { before, token });
    await logAccount(sql, { userId, action: 'log-in', object: object ?? '', origin: address });
    return userId;
  });
}

/** Of a password that was changed meanwhile no half is left either. */
async function isHalfWay({ database }: Parts, { userId, proofs }: Attempt): Promise<boolean> {
  if (!userId) return false;
  return database.transaction(async ({ sql }) => {
    const isRight = await isStillRight(sql, { userId, madeWith: 'password', proofs });
    if (!isRight) await endHalves(sql, userId);
    return isRight;
  });
}

async function endSession({ database }: Parts, token: string | null, origin: string) {
  if (!token) return;
  await database.transaction(async ({ sql }) => {
    const [ended] = await sql<{ id: string; user_id: string }[]>`
      delete from auth.session where token = ${token} returning id, user_id`;
    if (!ended) return;
    const object = `session:${ended.id}`;
    await logAccount(sql, { userId: ended.user_id, action: 'log-out', object, origin });
  });
}

type Failed = { attempt: Attempt | null; path: DoorPath; body: unknown; address: string };

async function noteFailure(
  { database }: Parts,
  { attempt, path, body, address: origin }: Failed,
): Promise<void> {
  const object = triedAt[path];
  if (!object) return;
  const userId = object === 'passkey' ? await ownerOf(database, body) : attempt?.userId;
  if (!userId) return;
  const failures = attempt?.failures ?? null;
  await database.transaction(({ sql }) => logFailure(sql, { userId, object, origin, failures }));
}

const triedAt: Partial<Record<DoorPath, 'password' | 'code' | 'passkey'>> = {
  '/sign-in/email': 'password',
  '/two-factor/verify-totp': 'code',
  '/passkey/verify-authentication': 'passkey',
};

/** Whose passkey it says it is; that it is not right is known already. */
async function ownerOf({ sql }: Database, body: unknown): Promise<string | null> {
  const { response } = body as { response: { id: string } }; // its shape was checked at the door
  const [row] = await sql<{ user_id: string }[]>`
    select user_id from auth.passkey where credential_id = ${response.id}`;
  return row?.user_id ?? null;
}

async function answer(
  reply: FastifyReply,
  path: DoorPath,
  response: Response,
): Promise<FastifyReply> {
  const body = (await response.json().catch(() => null)) as Record<string, unknown> | null;
  if (response.ok) return reply.send(wordsOf(path, body ?? {}));
  if (response.status === 429) return fail(reply, 429, 'too-fast');
  const said = body?.['code'];
  const code = (typeof said === 'string' ? said : '').toLowerCase().replaceAll('_', '-');
  return failWith(reply, new Failure(401, told.has(code) ? code : 'log-in-wrong'));
}

function wordsOf(path: DoorPath, body: Record<string, unknown>): Record<string, unknown> {
  // The library writes `preferred`, whatever it is told.
  if (path === '/passkey/generate-authenticate-options')
    return { ...body, userVerification: 'required' };
  return body['twoFactorRedirect'] === true ? { twoFactorRedirect: true } : {};
}

function asJson(text: unknown): unknown {
  if (typeof text !== 'string' || text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
