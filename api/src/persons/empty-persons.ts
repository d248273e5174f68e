// The end of a sheet: thirty days after the last button of its person came back, unless somebody needs it still. His name
// stays with his loans and alarms. Noted beside the keys first, outside of any transaction: a database that is put back
// later brings the key back with it, and is told. Then, in one transaction, its event, and the key is gone.
import type { PersonCommand } from '@achterwacht/shared/person/commands.ts';
import type { PersonDeadlineKind, WhyNeeded } from '@achterwacht/shared/person/state.ts';
import { apply, type Parts } from '../commands/handle.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { find, lock } from '../log/read-stream.ts';
import { takePartAway } from '../log/take-key-away.ts';
import { emptyPlan } from '../plans/empty-plan.ts';
import { noteErasure } from '../sealing/erasures.ts';
import { withKeysMade } from '../sealing/key-ring.ts';
import { persons } from './person-row.ts';

export type EmptyParts = Parts & { system: Database; keysFolder: string };
type Due = { subjectId: string; kind: string; revision: number };

export function createReachPerson(parts: EmptyParts) {
  return async (deadlines: Due[]): Promise<void> => {
    for (const due of deadlines) await reach(parts, due);
  };
}

async function reach(parts: EmptyParts, { subjectId: id, kind, revision }: Due): Promise<void> {
  const { system } = parts;
  const family = await system.transaction(({ sql }) => familyOf({ sql }, id));
  const neededBy = await system.transaction((tx) => neededByAny(tx, id, family));
  const command = {
    type: 'DeadlineReached',
    kind: kind as PersonDeadlineKind, // the row was written from one
    revision,
    neededBy,
  } as const;
  if (!(await carryOut(parts, id, command))) return;
  // Whoever wears a button himself has a sheet of his own right, and an end of his own.
  for (const member of family.filter(({ wears }) => !wears))
    await carryOut(parts, member.id, { type: 'EmptyWithFamily' });
}

type Member = { id: string; wears: boolean };

async function familyOf({ sql }: Pick<Transaction, 'sql'>, id: string): Promise<Member[]> {
  const rows = await sql<Member[]>`
    select id, exists (select from loans
      where holder_id = holders.id and returned_at is null) as wears
    from holders where belongs_to = ${id} and emptied_at is null order by id`;
  return [...rows];
}

/** What needs the sheet, or one that goes with it. */
async function neededByAny(
  { sql }: Transaction,
  id: string,
  family: readonly Member[],
): Promise<WhyNeeded | null> {
  const ids = [id, ...family.filter(({ wears }) => !wears).map((member) => member.id)];
  const [found] = await sql<{ why: WhyNeeded }[]>`
    select 'loan' as why from loans where holder_id = ${id} and returned_at is null
    union all
    select 'alarm' from alarms where subject_id = any(${ids}::uuid[]) and open
    union all
    select 'legal-hold' from alarms where subject_id = any(${ids}::uuid[])
      and jsonb_typeof(state #> '{sound,held}') = 'object'
    union all
    select 'privacy-request' from privacy_requests
      where is_open and state #>> '{about,type}' = 'holder'
        and (state #>> '{about,id}')::uuid = any(${ids}::uuid[])
    limit 1`;
  return found?.why ?? null;
}

/** True where it was emptied by this. */
async function carryOut(parts: EmptyParts, id: string, command: PersonCommand): Promise<boolean> {
  const { system, keys, clock, keysFolder } = parts;
  const actor = { type: 'system', part: 'retention' } as const;
  const seen = await system.transaction((tx) => find(persons, tx, keys, id));
  if (!seen) return false;
  const asked = { actor, now: clock.now(), lookedUp: persons.nothingLookedUp };
  const decided = persons.subject.decide(seen.state, command, asked);
  const empties = decided.status === 'accepted' && decided.facts.some(isEmptied);
  if (empties) {
    // Not before the last thing that happened to it: what comes after this moment says that it was not emptied.
    const at = new Date(Math.max(clock.now().getTime(), Date.parse(seen.state.updatedAt)));
    const noted = { at: at.toISOString(), streamType: 'person', streamId: id } as const;
    noteErasure(keysFolder, { ...noted, why: 'retention' });
  }
  return withKeysMade(keys, () =>
    system.transaction(async (tx) => {
      const locked = await lock(persons, tx, keys, id);
      // Somebody wrote in it meanwhile; it is asked again at the next sweep.
      if (!locked || locked.state.version !== seen.state.version) return false;
      const applied = apply(persons, parts, tx, { locked, command, actor });
      if ('refusal' in applied) throw new Error(`a sheet that cannot end: ${applied.refusal.code}`);
      if (!(await applied.written).some(isEmptied)) return false;
      await takePartAway(tx, { id, part: 'restricted' });
      await emptyPlan(parts, tx, locked.state);
      return true;
    }),
  );
}

const isEmptied = ({ type }: { type: string }) => type === 'PersonEmptied';
