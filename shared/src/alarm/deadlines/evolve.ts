// The part of the fold that is about deadlines that acted; which there are follows from the alarm: `moments.ts`.
import { actedUntil } from '../../deadlines.ts';
import type { SomeFolds } from '../rule.ts';
import type { DeadlineKind } from './state.ts';

export const deadlinesFolds = {
  DeadlinePassed: (alarm, { at, data: { kind } }) => ({
    ...alarm,
    passed: {
      ...alarm.passed,
      [kind]: repeating.has(kind) ? at : actedUntil(alarm, kind, at),
    },
  }),
} satisfies SomeFolds;

/** They act again by themselves, so long after they last did. */
const repeating: ReadonlySet<DeadlineKind> = new Set([
  'unclaimed-on-call',
  'handover-unconfirmed',
  'upgrade-unconfirmed',
  'police-silent',
  'no-activity',
]);
