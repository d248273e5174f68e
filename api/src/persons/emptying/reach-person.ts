// The end of a sheet by itself: thirty days after the last button of its person came back, unless somebody needs it still.
// His name stays with his loans and alarms.
import type { PersonDeadlineKind } from '@achterwacht/shared/person/state.ts';
import { carryOut, type EmptyParts } from './carry-out.ts';
import { familyOf, neededByAny, type Member } from './what-needs.ts';

type Due = { subjectId: string; kind: string; revision: number };

const actor = { type: 'system', part: 'retention' } as const;

export function createReachPerson(parts: EmptyParts) {
  return async (deadlines: Due[]): Promise<void> => {
    for (const due of deadlines) await reach(parts, due);
  };
}

async function reach(parts: EmptyParts, { subjectId: id, kind, revision }: Due): Promise<void> {
  const { system } = parts;
  const family = await system.transaction((tx) => familyOf(tx, id));
  const neededBy = await system.transaction((tx) => neededByAny(tx, id, family));
  const command = {
    type: 'DeadlineReached',
    kind: kind as PersonDeadlineKind, // the row was written from one
    revision,
    neededBy,
  } as const;
  const came = await carryOut(parts, id, { command, actor });
  if (typeof came === 'object') throw new Error(`a sheet that cannot end: ${came.code}`);
  if (came === 'emptied') await emptyFamily(parts, family);
}

/** Whoever wears a button himself has a sheet of his own right, and an end of his own. */
export async function emptyFamily(parts: EmptyParts, family: readonly Member[]): Promise<void> {
  for (const { id } of family.filter(({ wears }) => !wears))
    await carryOut(parts, id, { command: { type: 'EmptyWithFamily' }, actor });
}
