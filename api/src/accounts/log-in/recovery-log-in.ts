// The log-in of somebody whose second step is lost: password and a recovery code at once, so that nobody learns which of
// the two was right. It is a full log-in, and he is told by mail that it happened.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import { logAccount } from '../../access/account-log.ts';
import {
  findRecoveryCode,
  useRecoveryCode,
  type FoundCode,
} from '../../access/factors/recovery-codes.ts';
import { checkPassword } from '../../access/log-in/check-password.ts';
import { logFailure } from '../../access/log-in/log-failure.ts';
import { isStillRight, readProofs, type Proofs } from '../../access/log-in/still-right.ts';
import { beginSession, takeOver } from '../../access/sessions/sessions.ts';
import { Failure, serve } from '../../http/server.ts';
import { setCookie, type AccountParts } from '../account-parts.ts';

export function serveRecoveryLogIn(app: FastifyInstance, parts: AccountParts): void {
  const { authentication, database } = parts;
  const { guesses, devices } = authentication;
  serve(app, authentication, routes.recoveryLogIn, async ({ body, request, reply }) => {
    const { email, password, code } = body;
    const whose = await whoHas(parts, email);
    const device = whose && devices.deviceOf(request.headers.cookie, whose.userId);
    const place = { address: request.ip, device };
    const taken = await guesses.take(email, place);
    if (!taken.isAllowed) return new Failure(429, 'too-fast');

    const proofs = await readProofs(database.sql, { email });
    const isPassword = await checkPassword(database.sql, { email }, password);
    // Looked at only with the right password and of whoever may log in, or others would use them up.
    const found = await findRecoveryCode(database.sql, whose && isPassword, code);
    const brought = { proofs, found, failures: taken.failures };
    const begun = whose && (await enter(parts, { ...whose, ...brought, request }));
    if (!begun) return new Failure(401, 'log-in-wrong');
    await guesses.forget(email, place);
    await setCookie(parts, reply, begun);
    parts.changed();
    parts.tell(whose, 'mail_recovery_code_used');
    return {};
  });
}

type Entering = {
  userId: string;
  /** As they stood before they were looked at. */
  proofs: Proofs | null;
  found: FoundCode | null;
  failures: number;
  request: FastifyRequest;
};

/** A session, and one code less; null where they do not count, or count no more. */
async function enter(
  { database, authentication }: AccountParts,
  { userId, proofs, found, failures, request }: Entering,
): Promise<{ token: string; seconds: number } | null> {
  const madeWith = 'recovery-code';
  const line = { userId, object: madeWith, origin: request.ip };
  const before = await authentication.cookie.tokenOf(request.headers.cookie);
  return database.transaction(async ({ sql }) => {
    const isRight =
      found !== null &&
      (await isStillRight(sql, { userId, madeWith, proofs })) &&
      (await useRecoveryCode(sql, found));
    if (!isRight) {
      await logFailure(sql, { ...line, failures });
      return null;
    }
    const session = await beginSession(sql, {
      userId,
      madeWith,
      address: request.ip,
      device: request.headers['user-agent'],
    });
    if (before) await takeOver(sql, { before, token: session.token });
    await logAccount(sql, { ...line, action: 'recovery-code-used' });
    await logAccount(sql, { ...line, action: 'log-in' });
    return session;
  });
}

/** Of somebody who may log in at a centre. */
async function whoHas({ database: { sql } }: AccountParts, email: string) {
  const [row] = await sql<{ userId: string; email: string; centreId: string }[]>`
    select auth.user.id as "userId", auth.user.email, centre_id as "centreId"
    from auth.user join members on members.user_id = auth.user.id and members.status = 'active'
    where auth.user.email = ${email.trim().toLowerCase()}`;
  return row ?? null;
}
