// What was said of a person goes with his sheet: what counts, what waits, and with its own key what its log still has
// sealed. That it was emptied, and who had proposed what when, stays.
import type { Person } from '@achterwacht/shared/person/state.ts';
import type { Parts } from '../commands/handle.ts';
import type { Transaction } from '../db/connect.ts';
import { takeKeyAway } from '../log/take-key-away.ts';
import { changePlan, findPlanId } from './change-plan.ts';
import { planRows } from './plan-row.ts';

/** In the transaction in which his sheet is emptied. Nothing where he has none. */
export async function emptyPlan(
  parts: Parts,
  tx: Transaction,
  { id: holderId, centreId, municipalityId }: Pick<Person, 'id' | 'centreId' | 'municipalityId'>,
): Promise<void> {
  const of = { layer: 'person', ofId: holderId, municipalityId } as const;
  const planId = await findPlanId(tx, of);
  if (!planId) return;
  const actor = { type: 'system', part: 'retention' } as const;
  const emptied = await changePlan(parts, tx, {
    centreId,
    of,
    command: { type: 'EmptyPlan' },
    actor,
  });
  if (emptied && 'details' in emptied)
    throw new Error(`a plan that cannot be emptied: ${emptied.code}`);
  await takeKeyAway(planRows, tx, planId);
}
