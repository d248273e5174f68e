// What a change of his loans tells a person: that he wears a button, or when the last one came back.
import type { Actor } from '@achterwacht/shared/actor.ts';
import { apply, type Parts } from '../commands/handle.ts';
import type { Transaction } from '../db/connect.ts';
import { lock } from '../log/read-stream.ts';
import { persons } from './person-row.ts';
import { returnedAtOf } from './returned-at.ts';
import { takeOverPerson } from './take-over-persons.ts';

/** After a change of a loan of his, in its transaction; the button is locked already, and he after it. */
export async function tellPerson(
  parts: Parts,
  tx: Transaction,
  { holderId, actor }: { holderId: string; actor: Actor },
): Promise<void> {
  await takeOverPerson(parts, tx, holderId);
  const locked = await lock(persons, tx, parts.keys, holderId);
  if (!locked) return;
  const command = { type: 'WearsSince', returnedAt: await returnedAtOf(tx, holderId) } as const;
  const told = apply(persons, parts, tx, { locked, command, actor });
  if ('refusal' in told)
    throw new Error(`a loan that its holder does not hear of: ${told.refusal.code}`);
  await told.written;
}
