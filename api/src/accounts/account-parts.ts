// What the rooms of this folder have in common.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authentication } from '../access/authentication.ts';
import type { Visitor } from '../access/as-actor.ts';
import type { Holding } from '../access/factors/factors.ts';
import { holdingOf } from '../access/factors/factors.ts';
import type { Database, TransactionSql } from '../db/connect.ts';
import { Failure } from '../http/server.ts';

export type Told = { userId: string; centreId: string; email: string };

export type AccountParts = {
  authentication: Authentication;
  database: Database;
  secret: string;
  origin: string;
  origins: ReadonlySet<string>;
  relyingParty: string;
  /** Sessions ended or changed their token. */
  changed: () => void;
  /** Tells a person by mail what happened to his log-in, in words that say nothing to others. Never throws. */
  tell: (whom: Told, text: `mail_${string}`) => void;
};

export type Asked = { visitor: Visitor; request: FastifyRequest; reply: FastifyReply };

/** Work on one's own factors, one at a time a person. A session that ended meanwhile is nobody's. */
export async function withHolding<T>(
  { database }: AccountParts,
  { request }: Pick<Asked, 'request'>,
  work: (sql: TransactionSql, holding: Holding) => Promise<T>,
): Promise<T | Failure> {
  const { sessionId } = request;
  if (!sessionId) return new Failure(401, 'not-logged-in');
  return database.transaction(async ({ sql }) => {
    const holding = await holdingOf(sql, sessionId);
    return holding ? work(sql, holding) : new Failure(401, 'not-logged-in');
  });
}

/** The session's new token, in the answer's cookie. */
export async function setCookie(
  { authentication: { cookie } }: AccountParts,
  reply: FastifyReply,
  { token, seconds }: { token: string; seconds: number },
): Promise<void> {
  void reply.header('set-cookie', await cookie.lineFor(token, seconds));
}
