// The routes of one's own profile beside the factors: what there is to see, a log-in once more, the password, sessions,
// and how one likes the screen.
import type { FastifyInstance } from 'fastify';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import { logAccount } from '../../access/account-log.ts';
import { isRightCode } from '../../access/factors/codes.ts';
import { hasFactor, mayChange, readFactors } from '../../access/factors/factors.ts';
import { checkPassword } from '../../access/log-in/check-password.ts';
import { logFailure } from '../../access/log-in/log-failure.ts';
import { hashPassword } from '../../access/passwords/password-hash.ts';
import { passwordProblem } from '../../access/passwords/password-problem.ts';
import { freshSeconds, type MadeWith } from '../../access/sessions/made-with.ts';
import { endOthers, renewSession } from '../../access/sessions/sessions.ts';
import { Failure, notFound, serve } from '../../http/server.ts';
import { setCookie, withHolding, type AccountParts, type Asked } from '../account-parts.ts';
import { keepPreferences, readOwn } from './own-sessions.ts';

export function serveProfile(app: FastifyInstance, parts: AccountParts): void {
  const { authentication, database } = parts;

  serve(app, authentication, routes.profile, (asked) =>
    withHolding(parts, asked, async (sql, holding) => ({
      name: asked.visitor.name,
      role: asked.visitor.role,
      factors: await readFactors(sql, holding),
      ...(await readOwn(sql, holding)),
    })),
  );

  serve(app, authentication, routes.prove, (asked) => prove(parts, asked, asked.body));

  serve(app, authentication, routes.changePassword, (asked) =>
    changePassword(parts, asked, asked.body),
  );

  serve(app, authentication, routes.endSession, async (asked) => {
    const ended = await withHolding(parts, asked, async (sql, holding) => {
      const problem = mayChange(holding);
      if (problem) return new Failure(409, problem);
      const { userId } = holding;
      const { count } = await sql`
        delete from auth.session where id = ${asked.params.id} and user_id = ${userId}`;
      if (count === 0) return notFound();
      const object = `session:${asked.params.id}`;
      await logAccount(sql, { userId, action: 'sessions-ended', object, origin: asked.request.ip });
      return {};
    });
    parts.changed();
    return ended;
  });

  serve(app, authentication, routes.endOtherSessions, async (asked) => {
    const ended = await withHolding(parts, asked, async (sql, holding) => {
      const problem = mayChange(holding);
      if (problem) return new Failure(409, problem);
      const { userId, sessionId } = holding;
      const count = await endOthers(sql, { userId, but: sessionId });
      if (count > 0)
        await logAccount(sql, {
          userId,
          action: 'sessions-ended',
          object: 'others',
          origin: asked.request.ip,
        });
      return { ended: count };
    });
    parts.changed();
    return ended;
  });

  serve(app, authentication, routes.preferences, async ({ visitor, body }) => {
    await keepPreferences(database.sql, visitor.id, body);
    return {};
  });
}

type Proof = { password: string; code?: string | undefined };

/** By a passkey it is done at the log-in's own door. */
async function prove(parts: AccountParts, asked: Asked, { password, code }: Proof) {
  const { authentication, database, secret: key } = parts;
  const { request, reply, visitor } = asked;
  const guess = await takeGuess(parts, asked);
  if (guess instanceof Failure) return guess;
  const isPassword = await checkPassword(database.sql, { userId: visitor.id }, password);
  const proven = await withHolding(parts, asked, async (sql, holding) => {
    const { userId } = holding;
    if (hasFactor(holding) && !holding.hasCodes) return new Failure(409, 'proof-by-passkey');
    const isCode =
      !holding.hasCodes || (code !== undefined && (await isRightCode(sql, { userId, key, code })));
    const origin = request.ip;
    if (!isPassword || !isCode) {
      const object = isPassword ? 'code' : 'password';
      await logFailure(sql, { userId, object, origin, failures: guess.failures });
      return new Failure(409, 'proof-wrong');
    }
    const madeWith: MadeWith = holding.hasCodes ? 'code' : 'password';
    await logAccount(sql, { userId, action: 'log-in', object: madeWith, origin });
    return renewSession(sql, { id: holding.sessionId, madeWith });
  });
  if (proven instanceof Failure) return proven;
  await authentication.guesses.forget(guess.email, guess.place);
  await setCookie(parts, reply, proven);
  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
  return { canChangeUntil: inSeconds(freshSeconds), endsAt: inSeconds(proven.seconds) };
}

type NewPassword = { password: string; newPassword: string };

async function changePassword(parts: AccountParts, asked: Asked, typed: NewPassword) {
  const { database } = parts;
  const { visitor, request } = asked;
  const fresh = await withHolding(parts, asked, async (_sql, holding) => mayChange(holding));
  if (fresh) return fresh instanceof Failure ? fresh : new Failure(409, fresh);
  const guess = await takeGuess(parts, asked);
  if (guess instanceof Failure) return guess;
  if (!(await checkPassword(database.sql, { userId: visitor.id }, typed.password))) {
    const failed = { object: 'password', origin: request.ip, failures: guess.failures };
    await database.transaction(({ sql }) => logFailure(sql, { userId: visitor.id, ...failed }));
    return new Failure(409, 'password-wrong');
  }
  await parts.authentication.guesses.forgive(guess.email, guess.place);
  const [centre] = await database.sql<{ name: string }[]>`
    select name from centres where id = ${visitor.centreId}`;
  const problem = await passwordProblem(typed.newPassword, {
    name: visitor.name,
    email: guess.email,
    centre: centre?.name ?? '',
  });
  if (problem) return new Failure(409, problem);
  if (typed.newPassword === typed.password) return new Failure(409, 'password-same');
  const hash = await hashPassword(typed.newPassword);
  const changed = await withHolding(parts, asked, async (sql, { userId, sessionId }) => {
    await sql`
      update auth.account set password = ${hash}, updated_at = now()
      where user_id = ${userId} and provider_id = 'credential'`;
    await logAccount(sql, {
      userId,
      action: 'password-changed',
      object: 'password',
      origin: request.ip,
    });
    await endOthers(sql, { userId, but: sessionId });
    return {};
  });
  parts.changed();
  return changed;
}

/** Whoever has a session guesses no quicker than who has none. */
async function takeGuess({ authentication, database }: AccountParts, { visitor, request }: Asked) {
  const [row] = await database.sql<{ email: string }[]>`
    select email from auth.user where id = ${visitor.id}`;
  const device = authentication.devices.deviceOf(request.headers.cookie, visitor.id);
  const place = { address: request.ip, device };
  const email = row?.email ?? '';
  const taken = await authentication.guesses.take(email, place);
  return taken.isAllowed
    ? { email, place, failures: taken.failures }
    : new Failure(429, 'too-fast');
}
