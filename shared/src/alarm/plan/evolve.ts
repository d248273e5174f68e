// The part of the fold that is about the plan's steps.
import type { SomeFolds, EventOf } from '../rule.ts';
import type { Alarm } from '../state.ts';
import type { PlanCopy, Step } from './state.ts';

/** The steps of a plan of which nothing was done. */
export function unstarted({ steps }: PlanCopy): Step[] {
  return (steps ?? []).map((step) => ({ ...step, status: 'open' }));
}

export const planFolds = {
  StepCompleted: (alarm, event) => withStep(alarm, event, 'done'),
  StepSkipped: (alarm, event) => withStep(alarm, event, 'skipped'),
} satisfies SomeFolds;

function withStep(
  alarm: Alarm,
  { data, at }: EventOf<'StepCompleted' | 'StepSkipped'>,
  status: 'done' | 'skipped',
): Alarm {
  const { stepId, by } = data;
  return {
    ...alarm,
    steps: alarm.steps.map((step): Step =>
      step.stepId === stepId ? { ...step, status, by, at } : step,
    ),
  };
}
