// The part of the fold that is about deadlines that acted; which there are follows from the alarm: `moments.ts`.
import type { SomeFolds, EventOf } from '../rule.ts';
import type { Alarm } from '../state.ts';

export const deadlinesFolds = {
  DeadlinePassed: (alarm, event) => ({
    ...alarm,
    passed: { ...alarm.passed, [event.data.kind]: actedFor(alarm, event) },
  }),
} satisfies SomeFolds;

/**
 * Until when it has acted. By the rules of the release that wrote it it may have come before its moment by these:
 * what it did is not done again.
 */
function actedFor(alarm: Alarm, { at, data }: EventOf<'DeadlinePassed'>): string {
  const pending = alarm.deadlines.find(({ kind }) => kind === data.kind);
  return pending && pending.at > at ? pending.at : at;
}
