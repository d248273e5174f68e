// The only way a privacy request changes: one command about it, in the caller's transaction and under his rights.
import type { PrivacyRequestCommand } from '@achterwacht/shared/privacy-request/commands.ts';
import type { PrivacyRequestRefusal } from '@achterwacht/shared/privacy-request/decide.ts';
import type { PrivacyRequest } from '@achterwacht/shared/privacy-request/state.ts';
import { refuse } from '@achterwacht/shared/rule-table.ts';
import type { Visitor } from '../access/as-actor.ts';
import { apply, begin, type Parts } from '../commands/handle.ts';
import type { Transaction } from '../db/connect.ts';
import { find, lock, Unreadable } from '../log/read-stream.ts';
import { privacyRequestRows } from './request-row.ts';

const requests = { ...privacyRequestRows, nothingLookedUp: {} };

type Asked = { id: string; command: PrivacyRequestCommand; visitor: Visitor };

/** Call it inside `withKeysMade`: each request has a key of its own. */
export async function changeRequest(
  parts: Parts,
  tx: Transaction,
  { id, command, visitor: { id: userId, name, role, type } }: Asked,
): Promise<PrivacyRequest | PrivacyRequestRefusal> {
  const actor = { type, id: userId, name, role };
  try {
    const locked = await lock(requests, tx, parts.keys, id);
    const applied = locked
      ? apply(requests, parts, tx, { locked, command, actor })
      : begin(requests, parts, tx, { id, subjectId: id, command, actor });
    if ('refusal' in applied) return applied.refusal;
    await applied.written;
    return applied.stored.state;
  } catch (error) {
    if (error instanceof Unreadable) return refuse('verzoek-onleesbaar');
    throw error;
  }
}

/** Null: there is none such, or it is another centre's. */
export async function findRequest(
  { keys }: Pick<Parts, 'keys'>,
  tx: Transaction,
  id: string,
): Promise<PrivacyRequest | null> {
  return (await find(requests, tx, keys, id))?.state ?? null;
}
