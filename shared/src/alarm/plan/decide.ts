// The steps of the plan, as copied into the alarm: done, or skipped for a reason. What the plan requires
// is skipped by a supervisor alone.
import { notAtWork } from '../ownership/at-work.ts';
import { refusal } from '../refusal.ts';
import { staff, whileOpen, type SomeRules } from '../rule.ts';
import type { Alarm } from '../state.ts';
import type { Step } from './state.ts';
import { secondsToWait, stepRequired } from './steps.ts';

export const planRules = {
  CompleteStep: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen(notAtWork),
    decide: (alarm, { stepId }, { by, now }) => {
      const step = stepOf(alarm, stepId);
      if (!step) return refusal('stap-onbekend');
      if (step.status !== 'open') return [];
      const seconds = secondsToWait(alarm, step, now);
      return seconds > 0
        ? refusal('stap-wacht-nog', { seconds })
        : [{ type: 'StepCompleted', data: { by, stepId } }];
    },
  },
  SkipStep: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen(notAtWork),
    decide: (alarm, { stepId, reason }, { person, by }) => {
      const step = stepOf(alarm, stepId);
      if (!step) return refusal('stap-onbekend');
      if (step.status !== 'open') return [];
      if (step.required && person.role !== 'supervisor') return stepRequired(step, 1);
      return [{ type: 'StepSkipped', data: { by, stepId }, personal: { reason } }];
    },
  },
} satisfies SomeRules;

function stepOf({ steps }: Alarm, stepId: string): Step | undefined {
  return steps.find((each) => each.stepId === stepId);
}
