// Whose a plan is, or can be: a municipality, a person, or a button that is some municipality's. All of it runs inside
// asActor, so that nobody finds another municipality's.
import type { PlanLayer, PlanOf } from '@achterwacht/shared/plan/state.ts';
import type { TransactionSql, Transaction } from '../db/connect.ts';

export type PlanTarget = PlanOf & { name: string; municipality: string };

/** In a `from`: everything that can have a plan, in the order of the list. */
export const targets = (sql: TransactionSql) => sql`(
  select 0 as place, 'template' as layer, id as of_id, id as of_municipality, centre_id, name
  from municipalities where ended_at is null
  union all
  select 1, 'person', id, municipality_id, centre_id, name from holders
  union all
  select 2, 'button', id, municipality_id, centre_id, serial from buttons
  where known and protocol <> 'system' and municipality_id is not null) as target`;

/** Null: it is not there, or of another municipality or centre. */
export async function findTarget(
  { sql }: Transaction,
  { centreId, ofId }: { centreId: string; ofId: string },
): Promise<PlanTarget | null> {
  const [row] = await sql<(Omit<PlanTarget, 'layer'> & { layer: PlanLayer })[]>`
    select target.layer, of_id as "ofId", of_municipality as "municipalityId", target.name,
      municipalities.name as municipality
    from ${targets(sql)} join municipalities on municipalities.id = of_municipality
    where of_id = ${ofId} and target.centre_id = ${centreId}`;
  return row ? { ...row } : null;
}
