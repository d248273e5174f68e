// What a step of the plan still asks: how long it waits, and before which outcomes it stands.
import { type Outcome, isHarmless } from '../outcome.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { Alarm } from '../state.ts';
import type { Step, PlanStep } from './state.ts';

/** Seconds that a `wait` still has to run, since the step before it was settled. */
export function secondsToWait(alarm: Alarm, step: Step, now: Date): number {
  if (step.kind !== 'wait' || step.waitSeconds === undefined) return 0;
  const before = alarm.steps[alarm.steps.findIndex(({ stepId }) => stepId === step.stepId) - 1];
  if (before?.status === 'open') return step.waitSeconds;
  const since = before ? before.at : (alarm.times.claimed ?? alarm.times.received);
  const waited = now.getTime() - Date.parse(since ?? alarm.updatedAt);
  return Math.max(0, Math.ceil(step.waitSeconds - waited / 1000));
}

/** Steps that still stand before closing it as this: usually for who needed help, so not before a harmless one. */
export function requiredSteps({ steps }: Pick<Alarm, 'steps'>, outcome: Outcome): Step[] {
  return steps.filter((step) => step.status === 'open' && isRequiredFor(step, outcome));
}

export function isRequiredFor(step: PlanStep, outcome: Outcome): boolean {
  if (!step.required) return false;
  return step.requiredFor?.includes(outcome) ?? !isHarmless(outcome);
}

/** By its id: what a step says is sealed, and refusals are kept as they were answered. */
export function stepRequired({ stepId }: Step, count: number): Refusal {
  return refusal('stap-verplicht', { step: stepId, count });
}
