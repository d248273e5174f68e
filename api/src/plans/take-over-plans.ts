// Plans of persons that a release wrote which kept no history of them get one, with the migrations. Also those that it
// adds afterwards, when somebody went back to it for a while or it still ran. One at a time: stopped halfway, it goes on
// where it was.
import type { PlanFlag, WrittenStep } from '@achterwacht/shared/alarm/plan/state.ts';
import type { PlanFact } from '@achterwacht/shared/plan/events.ts';
import type { PlanContent } from '@achterwacht/shared/plan/state.ts';
import type { Clock } from '../clock.ts';
import { writeDown, type Parts } from '../commands/handle.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { withKeysMade, type KeyRing } from '../sealing/key-ring.ts';
import { planRows } from './plan-row.ts';

/** @returns how many. */
export async function takeOverPlans(
  owner: Database,
  openKeys: () => KeyRing,
  clock: Pick<Clock, 'now'>,
): Promise<number> {
  const rows = await owner.sql<{ id: string }[]>`
    select id from plans where state is null order by id`;
  for (const { id } of rows)
    await withKeysMade(openKeys(), () =>
      owner.transaction((tx) => takeOverPlan({ keys: openKeys(), clock }, tx, id)),
    );
  return rows.length;
}

type Row = Omit<PlanContent, 'flags' | 'steps'> & {
  centreId: string;
  municipalityId: string;
  holderId: string;
  version: number;
  flags: PlanFlag[];
  steps: WrittenStep[];
};

/** The same of one, for whoever is about to change it. Nothing where it has a history. */
export async function takeOverPlan(parts: Parts, tx: Transaction, planId: string): Promise<void> {
  const [row] = await tx.sql<Row[]>`
    select centre_id as "centreId", municipality_id as "municipalityId", holder_id as "holderId",
      version, title, flags, minimum_listening_seconds as "minimumListeningSeconds", steps
    from plans where id = ${planId} and state is null for update`;
  if (!row) return;
  await writeDown(planRows, parts, tx, {
    id: planId,
    subjectId: row.holderId,
    before: null,
    facts: [takenOver(row)],
    actor: { type: 'system', part: 'take-over' },
  }).written;
}

function takenOver({ centreId, municipalityId, holderId, version, ...said }: Row): PlanFact {
  return {
    type: 'PlanTakenOver',
    data: { centreId, municipalityId, layer: 'person', ofId: holderId, number: version },
    personal: { content: { ...said, steps: stepsWithKind(said.steps) } },
  };
}

/** As it was written it may leave out that it is done by hand. */
export const stepsWithKind = (steps: readonly WrittenStep[]): PlanContent['steps'] =>
  steps.map(({ kind = 'manual', ...step }) => ({ ...step, kind }));
