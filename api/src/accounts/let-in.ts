// How somebody is let in whose session the log-in library does not begin: by an invitation that he accepted, by the code
// after a lost second step, or by his work account. A password alone lets nobody in where the role asks for two, so whoever
// checked the invitation or the code begins the session here: it reaches who he is and the setting up of a factor, for half
// an hour, and becomes a full log-in with that.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { logAccount } from '../access/account-log.ts';
import type { Authentication } from '../access/authentication.ts';
import { beginSession, takeOver } from '../access/sessions/sessions.ts';
import type { TransactionSql } from '../db/connect.ts';

type LetIn = {
  userId: string;
  /** `oidc`: with a second step where his role asks for one, and whole. */
  by: 'invitation' | 'reset' | 'oidc';
  request: FastifyRequest;
  reply: FastifyReply;
};

/**
 * In the transaction that used up the invitation or the code, where there is one; as the system, whose log-in schema it
 * is. Whoever was logged in at this browser is no more: his cookie goes, and so does his session.
 */
export async function letIn(
  sql: TransactionSql,
  { cookie }: Pick<Authentication, 'cookie'>,
  { userId, by, request, reply }: LetIn,
): Promise<void> {
  const begun = await beginSession(sql, {
    userId,
    madeWith: by,
    address: request.ip,
    device: request.headers['user-agent'],
  });
  const before = await cookie.tokenOf(request.headers.cookie);
  if (before) await takeOver(sql, { before, token: begun.token });
  await logAccount(sql, { userId, action: 'log-in', object: by, origin: request.ip });
  void reply.header('set-cookie', await cookie.lineFor(begun.token, begun.seconds));
}
