// The part of the fold that is about closing and opening again.
import { own } from '../ownership/evolve.ts';
import { withoutAssignment } from '../ownership/state.ts';
import type { SomeFolds, EventOf } from '../rule.ts';
import { stamp } from '../stages.ts';
import type { Alarm } from '../state.ts';

export const closingFolds = {
  ClosingProposed: (alarm, { data, at }) => ({ ...alarm, closingProposed: { ...data, at } }),
  AlarmClosed: (alarm, { data: { outcome, needless, by }, at }) => {
    const closed = { outcome, needless, by, at };
    const ended = {
      ...withoutAssignment(alarm),
      closed,
      closingProposed: null,
      caller: null,
      listeners: [],
    };
    return stamp(ended, 'closed', at);
  },
  AlarmReopened: (alarm, event) => {
    // The clock does not start again: `closed` falls away, every other stage stays as it was.
    const { closed: _closed, ...times } = alarm.times;
    return own({ ...judgedAnew(alarm, event), closed: null, times }, event.version, {
      status: 'unclaimed',
      since: event.at,
    });
  },
} satisfies SomeFolds;

/**
 * Something was wrong with how it was closed. What made it harmless then is a ground no more, and what could not
 * be verified may be now; that somebody needed help stays known.
 */
function judgedAnew(alarm: Alarm, event: EventOf<'AlarmReopened'>): Alarm {
  if (alarm.verification.status === 'verified') return alarm;
  return {
    ...alarm,
    verification: { status: 'open', since: event.at },
    words: { ...alarm.words, codeWordAt: null },
    changedAt: { ...alarm.changedAt, verification: event.version },
  };
}
