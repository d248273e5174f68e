// The one way in which a sheet is emptied. Noted beside the keys first, outside of any transaction: a database that is put
// back later brings the key back with it, and is told. Then, in one transaction, its event, and the key is gone.
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { PersonCommand } from '@achterwacht/shared/person/commands.ts';
import type { PersonRefusal } from '@achterwacht/shared/person/decide.ts';
import type { PersonFact } from '@achterwacht/shared/person/events.ts';
import { apply, type Parts } from '../../commands/handle.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import { find, lock } from '../../log/read-stream.ts';
import { takeKeyAway, takePartAway } from '../../log/take-key-away.ts';
import { emptyPlan } from '../../plans/empty-plan.ts';
import { noteErasure } from '../../sealing/erasures.ts';
import { withKeysMade } from '../../sealing/key-ring.ts';
import { nameless, persons } from '../person-row.ts';

export type EmptyParts = Parts & { system: Database; keysFolder: string };

type Asked = { command: PersonCommand; actor: Actor };
export type Emptied = 'emptied' | 'nothing' | PersonRefusal;

/** `nothing`: he is not there, it was empty, its moment has not come, or somebody wrote in it meanwhile. */
export async function carryOut(
  parts: EmptyParts,
  id: string,
  { command, actor }: Asked,
): Promise<Emptied> {
  const { system, keys, clock, keysFolder } = parts;
  const seen = await system.transaction((tx) => find(persons, tx, keys, id));
  if (!seen) return 'nothing';
  const asked = { actor, now: clock.now(), lookedUp: persons.nothingLookedUp };
  const decided = persons.subject.decide(seen.state, command, asked);
  if (decided.status === 'refused') return decided.refusal;
  const empties = decided.facts.find(isEmptied);
  if (empties) {
    // Not before the last thing that happened to it: what comes after this moment says that it was not emptied.
    const at = new Date(Math.max(clock.now().getTime(), Date.parse(seen.state.updatedAt)));
    const { why, whole } = empties.data;
    noteErasure(keysFolder, {
      at: at.toISOString(),
      streamType: 'person',
      streamId: id,
      why: why === 'request' ? 'request' : 'retention',
      ...(whole && { whole }),
    });
  }
  return withKeysMade(keys, () =>
    system.transaction(async (tx) => {
      const locked = await lock(persons, tx, keys, id);
      // It is asked again at the next sweep, or by whoever asked.
      if (!locked || locked.state.version !== seen.state.version) return 'nothing';
      const applied = apply(persons, parts, tx, { locked, command, actor });
      if ('refusal' in applied) return applied.refusal;
      const fact = (await applied.written).find(isEmptied);
      if (!fact) return 'nothing';
      await takeSheetAway(tx, id, fact.data.whole ?? false);
      await emptyPlan(parts, tx, locked.state);
      return 'emptied';
    }),
  );
}

const isEmptied = <F extends Pick<PersonFact, 'type'>>(
  fact: F,
): fact is Extract<F, { type: 'PersonEmptied' }> => fact.type === 'PersonEmptied';

/** In the transaction whose event says so. @param whole His name as well, which his row is otherwise known by. */
export async function takeSheetAway(tx: Transaction, id: string, whole: boolean): Promise<void> {
  if (!whole) return takePartAway(tx, { id, part: 'restricted' });
  await takeKeyAway(persons, tx, id);
  await tx.sql`update holders set name = ${nameless}, function = '', phone = null where id = ${id}`;
}
