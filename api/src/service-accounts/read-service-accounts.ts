// Service accounts as an administrator sees them: each with its tokens, by whom they were made and when last used.
import type { ServiceAccountView } from '@achterwacht/shared/routes/service-accounts.ts';
import type { ServiceAccountTypes } from '@achterwacht/shared/subjects/service-account.ts';
import type { StaffMember } from '@achterwacht/shared/staff-member.ts';
import type { Transaction } from '../db/connect.ts';
import { readRow } from '../log/fold-row.ts';
import { dataKeyOf } from '../log/stream-keys.ts';
import type { FoldRow } from '../log/stream.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { serviceAccountRows } from './service-account-row.ts';

/** A centre has a handful. */
const most = 500;

type Use = { id: string; lastUsedOn: string | null; uses: number };

/** Those that ended last. @param accountId Of one alone. */
export async function readServiceAccounts(
  { sql }: Transaction,
  keys: KeyRing,
  accountId: string | null = null,
): Promise<ServiceAccountView[]> {
  const rows = await sql<(FoldRow & { is_here: boolean; uses: Use[] | null })[]>`
    select id, state, personal, head_hash, subject_id,
      ${dataKeyOf(sql, 'service_accounts')} as data_key,
      exists (select from members where user_id::text = state #>> '{owner,id}'
      and status = 'active') as is_here,
      (select jsonb_agg(jsonb_build_object('id', id, 'lastUsedOn', last_used_on, 'uses', uses))
        from service_tokens where service_account_id = service_accounts.id) as uses
    from service_accounts
    where ${accountId === null} or id = ${accountId}
    order by state ->> 'ended' is not null, lower(name), id limit ${most}`;
  return rows.map((row) => {
    const { state } = readRow(serviceAccountRows, keys, row);
    return viewOf(state, row.is_here, new Map(row.uses?.map((use) => [use.id, use])));
  });
}

function viewOf(
  account: ServiceAccountTypes['State'],
  isHere: boolean,
  uses: ReadonlyMap<string, Use>,
): ServiceAccountView {
  const { id, version, name, owner, scopes, made, ended, personal } = account;
  return {
    id,
    version,
    name,
    purpose: personal?.purpose ?? null,
    owner: { ...owner, isHere },
    scopes,
    made,
    ended,
    tokens: account.tokens.map((token) => ({
      ...token,
      lastUsedOn: uses.get(token.id)?.lastUsedOn ?? null,
      uses: uses.get(token.id)?.uses ?? 0,
    })),
  };
}

/** Who can answer for one: whoever works at the centre itself. */
export async function readOwners({ sql }: Transaction): Promise<StaffMember[]> {
  const rows = await sql<StaffMember[]>`
    select user_id as id, name from members where municipality_id is null and status = 'active'
    order by lower(name) limit ${most}`;
  return rows.map(({ id, name }) => ({ id, name }));
}
