// The only way a service account changes: one command about it, in the caller's transaction and under the rights of
// whoever asks.
import type { ServiceAccountCommand } from '@achterwacht/shared/service-account/commands.ts';
import type {
  ServiceAccountContext,
  ServiceAccountRefusal,
} from '@achterwacht/shared/service-account/decide.ts';
import type { ServiceAccount } from '@achterwacht/shared/service-account/state.ts';
import { refuse } from '@achterwacht/shared/rule-table.ts';
import type { StaffMember } from '@achterwacht/shared/staff-member.ts';
import type { Visitor } from '../access/as-actor.ts';
import { apply, begin, type Parts } from '../commands/handle.ts';
import type { Transaction } from '../db/connect.ts';
import { lock, Unreadable } from '../log/read-stream.ts';
import { serviceAccountRows } from './service-account-row.ts';

const definition = { ...serviceAccountRows, nothingLookedUp: { owner: null, isNameTaken: false } };

type Asked = { accountId: string; command: ServiceAccountCommand; visitor: Visitor };

/**
 * The centre is locked first, so that of two who give one name at once the later is told. Call it inside `withKeysMade`:
 * what is typed is sealed under the centre's own key.
 */
export async function changeServiceAccount(
  parts: Parts,
  tx: Transaction,
  { accountId, command, visitor: { type, id, name, role, centreId } }: Asked,
): Promise<ServiceAccount | ServiceAccountRefusal> {
  await tx.sql`select from centres where id = ${centreId} for no key update`;
  const lookedUp = await lookUp(tx, { accountId, centreId, command });
  const asked = { command, actor: { type, id, name, role }, lookedUp };
  try {
    const locked = await lock(serviceAccountRows, tx, parts.keys, accountId);
    if (!locked && command.type !== 'MakeServiceAccount') return refuse('not-found');
    const applied = locked
      ? apply(definition, parts, tx, { locked, ...asked })
      : begin(definition, parts, tx, { id: accountId, subjectId: centreId, ...asked });
    if ('refusal' in applied) return applied.refusal;
    await applied.written;
    return applied.stored.state;
  } catch (error) {
    if (error instanceof Unreadable) return refuse('koppeling-onleesbaar');
    throw error;
  }
}

async function lookUp(
  { sql }: Transaction,
  { accountId, centreId, command }: Pick<Asked, 'accountId' | 'command'> & { centreId: string },
): Promise<ServiceAccountContext> {
  if (!('ownerId' in command)) return definition.nothingLookedUp;
  const [owner] = await sql<StaffMember[]>`
    select user_id as id, name from members
    where user_id = ${command.ownerId} and centre_id = ${centreId} and municipality_id is null
      and status = 'active'`;
  const sameName = await sql`
    select from service_accounts where centre_id = ${centreId} and id <> ${accountId}
      and lower(name) = lower(${command.name}) and state ->> 'ended' is null limit 1`;
  return { owner: owner ? { ...owner } : null, isNameTaken: sameName.length > 0 };
}
