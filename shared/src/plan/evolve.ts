// One layer of a plan after one more event of it.
import type { Dated } from '../subject.ts';
import type { PlanFact } from './events.ts';
import type { Plan } from './state.ts';

/** Raised when the same events fold to something else: rows are then folded anew. */
export const planFoldVersion = 1;

export type PlanEvent = PlanFact & Dated & { planId: string };
type EventOf<T extends PlanFact['type']> = Extract<PlanEvent, { type: T }>;
type Folds = { [T in PlanFact['type']]: (plan: Plan, event: EventOf<T>) => Plan };

const folds: Folds = {
  PlanProposed: (plan, { data: { by }, personal, at, version }) => ({
    ...plan,
    proposed: { content: personal?.content ?? null, by, at, version },
    refused: null,
  }),
  PlanTakenOver: (plan, { data: { number }, personal, at }) => ({
    ...plan,
    content: personal?.content ?? null,
    number,
    counts: { since: at, proposedBy: null, by: null, alone: 'by-system' },
  }),
  PlanApproved: (plan, { data: { by, alone }, at }) => ({
    ...plan,
    content: plan.proposed?.content ?? null,
    number: plan.number + 1,
    counts: { since: at, proposedBy: plan.proposed?.by ?? null, by, alone },
    proposed: null,
    refused: null,
  }),
  PlanRefused: (plan, { data: { by }, personal, at }) => ({
    ...plan,
    proposed: null,
    refused: { by, at, reason: personal?.reason ?? null },
  }),
  PlanWithdrawn: (plan) => ({ ...plan, proposed: null }),
  PlanEmptied: (plan) => ({
    ...plan,
    content: null,
    counts: null,
    proposed: null,
    refused: null,
  }),
};

export function evolvePlan(before: Plan | null, event: PlanEvent): Plan {
  const { version, at: updatedAt } = event;
  const fold = folds[event.type] as (plan: Plan, event: PlanEvent) => Plan;
  return { ...fold(before ?? begun(event), event), version, updatedAt };
}

function begun(event: PlanEvent): Plan {
  if (event.type !== 'PlanProposed' && event.type !== 'PlanTakenOver')
    throw new Error('a plan begins with a proposal');
  const { centreId, municipalityId, layer, ofId } = event.data;
  return {
    id: event.planId,
    centreId,
    municipalityId,
    layer,
    ofId,
    content: null,
    number: 0,
    counts: null,
    proposed: null,
    refused: null,
    version: 0,
    updatedAt: event.at,
    personal: null,
  };
}
