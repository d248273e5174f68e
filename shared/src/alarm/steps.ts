// The steps of the plan, as copied into the alarm: done, or skipped for a reason. What the plan requires
// is skipped by a supervisor alone.
import type { Person } from '../actor.ts';
import { refusal, type Refusal } from './refusal.ts';
import type { PersonCommand } from './commands.ts';
import type { AlarmFact } from './events.ts';
import { isHarmless, type Outcome } from './outcome.ts';
import type { StaffMember } from './staff-member.ts';
import type { Alarm, PlanStep, Step } from './state.ts';

type StepCommand = Extract<PersonCommand, { type: 'CompleteStep' | 'SkipStep' }>;

export function decideAboutStep(
  alarm: Alarm,
  command: StepCommand,
  person: Person,
  now: Date,
): AlarmFact[] | Refusal {
  const by: StaffMember = { id: person.id, name: person.name };
  const { stepId } = command;
  const step = alarm.steps.find((each) => each.stepId === stepId);
  if (!step) return refusal('stap-onbekend');
  if (step.status !== 'open') return [];
  if (command.type === 'CompleteStep') {
    const seconds = secondsToWait(alarm, step, now);
    return seconds > 0
      ? refusal('stap-wacht-nog', { seconds })
      : [{ type: 'StepCompleted', data: { by, stepId } }];
  }
  if (step.required && person.role !== 'supervisor') return stepRequired(step, 1);
  return [{ type: 'StepSkipped', data: { by, stepId }, personal: { reason: command.reason } }];
}

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
