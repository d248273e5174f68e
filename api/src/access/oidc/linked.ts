// Whose work account is whose: by the issuer and the subject together, and never by a mail address, which a provider may
// give to somebody else tomorrow.
import { randomUUID } from 'node:crypto';
import { needsSecondFactor, type Role } from '@achterwacht/shared/roles.ts';
import type { Sql, TransactionSql } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import type { Known } from './provider.ts';

/** As the log-in library's table names a way to log in. */
const providerOf = (issuer: string) => `oidc:${issuer}`;

export type Linked = {
  userId: string;
  email: string;
  hasCodes: boolean;
  hasPasskey: boolean;
  needsFactor: boolean;
};

/** Of a member of that centre who may log in. */
export async function linkedTo(
  sql: Sql | TransactionSql,
  { issuer, subject }: Known,
  centreId: string,
): Promise<Linked | null> {
  const [row] = await sql<(Omit<Linked, 'needsFactor'> & { role: Role })[]>`
    select account.user_id as "userId", auth.user.email, role,
      coalesce(two_factor_enabled, false) as "hasCodes",
      exists (select from auth.passkey where passkey.user_id = account.user_id) as "hasPasskey"
    from auth.account
      join auth.user on auth.user.id = account.user_id
      join members on members.user_id = account.user_id
    where provider_id = ${providerOf(issuer)} and account_id = ${subject}
      and members.centre_id = ${centreId} and members.status = 'active'`;
  return row ? { ...row, needsFactor: needsSecondFactor.has(row.role) } : null;
}

/** In the place of another of his. False: it is of somebody else. */
export async function link(
  sql: TransactionSql,
  userId: string,
  { issuer, subject }: Known,
): Promise<boolean> {
  await unlink(sql, userId);
  const { count } = await sql`
    insert into auth.account (id, account_id, provider_id, user_id, created_at, updated_at)
    values (${randomUUID()}, ${subject}, ${providerOf(issuer)}, ${userId}, now(), now())
    on conflict (provider_id, account_id) do nothing`;
  return count === 1;
}

export async function unlink(sql: TransactionSql, userId: string): Promise<boolean> {
  const { count } = await sql`
    delete from auth.account where user_id = ${userId} and starts_with(provider_id, 'oidc:')`;
  return count > 0;
}

/** With the provider that the centre has now: another's lets nobody in. */
export async function linkedSince(
  sql: Sql | TransactionSql,
  userId: string,
  issuer: string,
): Promise<string | null> {
  const [row] = await sql<{ created_at: string }[]>`
    select created_at from auth.account
    where user_id = ${userId} and provider_id = ${providerOf(issuer)}`;
  return row ? iso(row.created_at) : null;
}
