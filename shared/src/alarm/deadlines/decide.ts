// A deadline acts: it is written down, pages go out of it, and of two kinds something follows by itself.
import { dueNow } from '../../deadlines.ts';
import type { AlarmFact } from '../events.ts';
import type { SomeRules } from '../rule.ts';
import type { Alarm } from '../state.ts';
import type { DeadlineKind } from './state.ts';

export const deadlinesRules = {
  DeadlineReached: {
    sentBy: 'system',
    decide: (alarm, command, { now }) => {
      const due = dueNow(alarm, command, now);
      if (!due) return [];
      const { kind, revision, at: dueAt } = due;
      const lateMilliseconds = now.getTime() - Date.parse(dueAt);
      return [
        { type: 'DeadlinePassed', data: { kind, revision, dueAt, lateMilliseconds } },
        ...followedBy[kind](alarm),
      ];
    },
  },
} satisfies SomeRules;

const nothing = (): AlarmFact[] => [];

const followedBy = {
  'unclaimed-louder': nothing,
  'unclaimed-supervisor': nothing,
  'unclaimed-on-call': nothing,
  'on-call-over': nothing,
  'owner-idle-reminder': nothing,
  'owner-idle-supervisor': nothing,
  'no-decision-reminder': nothing,
  'no-decision-supervisor': nothing,
  // The script stands ready, so that whoever is called in can begin; telling the police stays a person's.
  'unverifiable-second': ({ handover }) =>
    handover.status === 'none' ? [{ type: 'HandoverPrepared', data: { by: null } }] : [],
  'unverifiable-supervisor': nothing,
  'verified-not-handed-over': nothing,
  'handover-unconfirmed': nothing,
  'upgrade-not-told': nothing,
  'upgrade-unconfirmed': nothing,
  'police-silent': nothing,
  'not-found-over': nothing,
  'parked-end': () => [{ type: 'AlarmUnparked', data: { why: 'ended' } }],
  'no-activity': nothing,
} satisfies Record<DeadlineKind, (alarm: Alarm) => AlarmFact[]>;
