// The part of the fold that is about deadlines that acted; which there are follows from the alarm: `moments.ts`.
import type { DeadlineKind } from './state.ts';
import type { SomeFolds, EventOf } from '../rule.ts';
import type { Alarm } from '../state.ts';

export const deadlinesFolds = {
  DeadlinePassed: (alarm, event) => ({
    ...alarm,
    passed: { ...alarm.passed, [event.data.kind]: actedFor(alarm, event) },
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

/**
 * Until when it has acted. By the rules of the release that wrote it one that acts once may have come before its
 * moment by these: what it did is not done again.
 */
function actedFor(alarm: Alarm, { at, data }: EventOf<'DeadlinePassed'>): string {
  if (repeating.has(data.kind)) return at;
  const pending = alarm.deadlines.find(({ kind }) => kind === data.kind);
  return pending && pending.at > at ? pending.at : at;
}
