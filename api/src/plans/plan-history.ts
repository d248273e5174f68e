// What became of one layer of a plan, for whoever lays two versions of it side by side.
import { evolvePlan, type PlanEvent } from '@achterwacht/shared/plan/evolve.ts';
import { shownContent, type Plan } from '@achterwacht/shared/plan/state.ts';
import type { PlanVersion } from '@achterwacht/shared/routes/plans.ts';
import type { Transaction } from '../db/connect.ts';
import { readHistory } from '../log/read-history.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { planRows } from './plan-row.ts';

const what = {
  PlanProposed: 'proposed',
  PlanTakenOver: 'taken-over',
  PlanApproved: 'approved',
  PlanRefused: 'refused',
  PlanWithdrawn: 'withdrawn',
  PlanEmptied: 'emptied',
} as const satisfies Record<PlanEvent['type'], PlanVersion['what']>;

/** Newest first. */
export async function readPlanHistory(
  tx: Transaction,
  keys: KeyRing,
  planId: string,
): Promise<PlanVersion[]> {
  const versions: PlanVersion[] = [];
  let before: Plan | null = null;
  for (const event of await readHistory(planRows, tx, keys, planId)) {
    const after = evolvePlan(before, event);
    versions.unshift(versionOf(event, before, after));
    before = after;
  }
  return versions;
}

function versionOf(event: PlanEvent, before: Plan | null, after: Plan): PlanVersion {
  const begins = after.number !== (before?.number ?? 0);
  const counts = begins ? after.counts : null;
  const content = event.type === 'PlanProposed' ? after.proposed?.content : after.content;
  const says = begins || event.type === 'PlanProposed';
  return {
    version: event.version,
    at: event.at,
    what: what[event.type],
    by: 'by' in event.data ? event.data.by : null,
    proposedBy: counts?.proposedBy ?? null,
    alone: counts?.alone ?? null,
    number: begins ? after.number : null,
    content: says && content ? shownContent(content) : null,
    reason: event.type === 'PlanRefused' ? (event.personal?.reason ?? null) : null,
  };
}
