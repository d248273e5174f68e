// Browsers that were sent to a provider and did not come back yet: what to compare with when they do, once each, within
// ten minutes, and by the browser that was sent, which has the other half in a cookie.
import { createHash, randomUUID } from 'node:crypto';
import type { Sql } from '../../db/connect.ts';
import type { SessionCookie } from '../sessions/session-cookie.ts';
import type { Begun } from './provider.ts';

const seconds = 600;

export type SentAway = {
  begun: Begun;
  centreId: string;
  /** Of a provider that was set otherwise meanwhile nothing counts. */
  issuer: string;
  /** Whose account it is to be linked to, and in which session he asked; null: he logs in. */
  link: { userId: string; sessionId: string } | null;
  /** Which one he accepts by it; null: none. The hash of its secret, for the secret opens it. */
  invitation: { memberId: string; hash: string } | null;
};

const identifierOf = (state: string) =>
  `oidc:${createHash('sha256').update(state).digest('base64url')}`;

export async function sendAway(sql: Sql, sent: SentAway): Promise<void> {
  await sql`
    insert into auth.verification (id, identifier, value, expires_at, created_at, updated_at)
    values (${randomUUID()}, ${identifierOf(sent.begun.state)}, ${JSON.stringify(sent)},
      now() + ${seconds} * interval '1 second', now(), now())`;
}

/** Null: nobody was sent away with it, it is too late, or it was used. */
export async function takeBack(sql: Sql, state: string): Promise<SentAway | null> {
  const [row] = await sql<{ value: string; is_late: boolean }[]>`
    delete from auth.verification where identifier = ${identifierOf(state)}
    returning value, expires_at <= now() as is_late`;
  return row && !row.is_late ? (JSON.parse(row.value) as SentAway) : null;
}

const nameOf = ({ prefix }: SessionCookie) => `${prefix}.work_account`;

/** A `set-cookie` line. */
export const stateLine = (cookie: SessionCookie, state: string) =>
  `${nameOf(cookie)}=${state}; Max-Age=${seconds}${cookie.attributes}`;

export const noStateLine = (cookie: SessionCookie) =>
  `${nameOf(cookie)}=; Max-Age=0${cookie.attributes}`;

export function stateIn(cookie: SessionCookie, header = ''): string | null {
  const start = `${nameOf(cookie)}=`;
  return (
    header
      .split('; ')
      .find((one) => one.startsWith(start))
      ?.slice(start.length) ?? null
  );
}
