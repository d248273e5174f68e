// The layers of a plan as the database puts them side by side (`plan_layers`), for whoever makes one of them: a press, an
// alarm by hand, the dossier, and the pages on which they are written. No press fails on what stands there.
import type { WrittenStep } from '@achterwacht/shared/alarm/plan/state.ts';
import { compose, type Composed, type Layer } from '@achterwacht/shared/plan/compose.ts';
import type { PlanContent } from '@achterwacht/shared/plan/state.ts';
import type { Sql, Transaction } from '../db/connect.ts';
import { stepsWithKind } from './take-over-plans.ts';

/** What a release wrote that kept no history leaves out that a step is done by hand. */
export type LayerRow = Omit<Layer, 'content'> & {
  content: Omit<PlanContent, 'steps'> & { steps: WrittenStep[] };
};

export const layersOf = (rows: readonly LayerRow[]): Layer[] =>
  rows.map(({ content, ...layer }) => ({
    ...layer,
    content: { ...content, steps: stepsWithKind(content.steps) },
  }));

type Whose = { municipalityId: string | null; holderId: string | null; buttonId: string | null };

export async function readLayers(
  { sql }: Pick<Transaction, 'sql'> | { sql: Sql },
  { municipalityId, holderId, buttonId }: Whose,
): Promise<Layer[]> {
  const [row] = await sql<{ layers: LayerRow[] }[]>`
    select plan_layers(${municipalityId}::uuid, ${holderId}::uuid, ${buttonId}::uuid) as layers`;
  return layersOf(row!.layers); // a select without a table gives one row
}

/** As it stands today. */
export const readComposed = async (tx: Pick<Transaction, 'sql'>, whose: Whose): Promise<Composed> =>
  compose(await readLayers(tx, whose));
