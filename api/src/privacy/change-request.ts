// The only way a privacy request changes: one command about it, in the caller's transaction and under his rights.
import type { PrivacyRequestCommand } from '@achterwacht/shared/privacy-request/commands.ts';
import type {
  PrivacyRequestContext,
  PrivacyRequestRefusal,
} from '@achterwacht/shared/privacy-request/decide.ts';
import type { PrivacyRequestFact } from '@achterwacht/shared/privacy-request/events.ts';
import type { PrivacyRequest } from '@achterwacht/shared/privacy-request/state.ts';
import { refuse } from '@achterwacht/shared/rule-table.ts';
import type { Visitor } from '../access/as-actor.ts';
import { apply, begin, type Parts } from '../commands/handle.ts';
import type { Transaction } from '../db/connect.ts';
import { find, lock, Unreadable } from '../log/read-stream.ts';
import { isNameNeeded, neededByAny } from '../persons/emptying/what-needs.ts';
import { supervisorsOf } from '../plans/change-plan.ts';
import { privacyRequestRows } from './request-row.ts';

const requests = {
  ...privacyRequestRows,
  nothingLookedUp: {
    supervisors: [],
    neededBy: null,
    isNameNeeded: false,
  } as PrivacyRequestContext,
};

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
    const lookedUp = await lookUp(tx, locked?.state ?? null, command);
    const applied = locked
      ? apply(requests, parts, tx, { locked, command, actor, lookedUp })
      : begin(requests, parts, tx, { id, subjectId: id, command, actor });
    if ('refusal' in applied) return applied.refusal;
    await applied.written;
    return applied.stored.state;
  } catch (error) {
    if (error instanceof Unreadable) return refuse('verzoek-onleesbaar');
    throw error;
  }
}

/** What would come of it, and nothing written down; null: there is no such request. */
export async function tryRequest(
  { keys, clock }: Parts,
  tx: Transaction,
  { id, command, visitor: { id: userId, name, role, type } }: Asked,
): Promise<{ request: PrivacyRequest; facts: PrivacyRequestFact[] } | null> {
  const request = await findRequest({ keys }, tx, id);
  if (!request) return null;
  const actor = { type, id: userId, name, role };
  const lookedUp = await lookUp(tx, request, command);
  const decided = requests.subject.decide(request, command, { actor, now: clock.now(), lookedUp });
  return { request, facts: decided.status === 'accepted' ? decided.facts : [] };
}

async function lookUp(
  tx: Transaction,
  request: PrivacyRequest | null,
  { type }: PrivacyRequestCommand,
): Promise<PrivacyRequestContext> {
  const erases = type === 'ProposeErasing' || type === 'ApproveErasing';
  if (!erases || request?.about.type !== 'holder') return requests.nothingLookedUp;
  const { id, centreId, about } = request;
  return {
    supervisors: await supervisorsOf(tx, centreId),
    neededBy: await neededByAny(tx, about.id, [], id),
    isNameNeeded: await isNameNeeded(tx, about.id),
  };
}

/** Null: there is none such, or it is another centre's. */
export async function findRequest(
  { keys }: Pick<Parts, 'keys'>,
  tx: Transaction,
  id: string,
): Promise<PrivacyRequest | null> {
  return (await find(requests, tx, keys, id))?.state ?? null;
}
