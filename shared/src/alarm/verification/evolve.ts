// The part of the fold that is about what was judged.
import type { AlarmEvent } from '../events.ts';
import type { SomeFolds, EventOf } from '../rule.ts';
import { stamp } from '../stages.ts';
import type { Alarm } from '../state.ts';

export const verificationFolds = {
  AlarmVerified: (alarm, event) =>
    stamp(judge(alarm, event, { status: 'verified', ...event.data }), 'decided', event.at),
  AlarmJudgedUnverifiable: (alarm, event) =>
    stamp(judge(alarm, event, { status: 'unverifiable', by: event.data.by }), 'decided', event.at),
  FalseAlarmProposed: (alarm, event) =>
    judge(alarm, event, { status: 'false-pending', ...event.data }),
  VerificationWithdrawn: (alarm, event) => withdraw(alarm, event),
} satisfies SomeFolds;

function withdraw(alarm: Alarm, event: EventOf<'VerificationWithdrawn'>): Alarm {
  const { verification, words } = alarm;
  // Taken for a duress word by mistake: with the judgement goes what was heard.
  const mistaken = verification.status === 'verified' && verification.basis === 'duress-word';
  return {
    ...alarm,
    verification: { status: 'open', since: event.at },
    words: mistaken ? { ...words, duressAt: null } : words,
    changedAt: { ...alarm.changedAt, verification: event.version },
  };
}

type Judgement = Exclude<Alarm['verification'], { status: 'open' }>;
type Undated<T> = T extends unknown ? Omit<T, 'at'> : never;

function judge(alarm: Alarm, event: AlarmEvent, verdict: Undated<Judgement>): Alarm {
  return {
    ...alarm,
    verification: { ...verdict, at: event.at },
    changedAt: { ...alarm.changedAt, verification: event.version },
  };
}
