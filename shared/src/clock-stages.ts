// The honest clock: seconds between stages of an alarm, read from its `times` alone. Nothing on any
// screen counts from anything else, so hold, mute, park, transfer or reopen cannot stop it.
import type { Stage } from './alarm/stages.ts';
import type { Alarm } from './alarm/state.ts';

/** Of an alarm what its answer time is read from. */
export type Clocked = Pick<Alarm, 'kind' | 'mode' | 'times' | 'updatedAt'>;

/** Milliseconds from one stage to another; null while either has not happened. */
export function between(alarm: Pick<Clocked, 'times'>, from: Stage, to: Stage): number | null {
  const start = alarm.times[from];
  const end = alarm.times[to];
  return start && end ? Date.parse(end) - Date.parse(start) : null;
}

/** Milliseconds this alarm has waited for a person, still running while nobody took it. */
export function waitedMilliseconds(alarm: Pick<Clocked, 'times' | 'updatedAt'>, now: Date): number {
  const received = Date.parse(alarm.times.received ?? alarm.updatedAt);
  const end = alarm.times.claimed ?? alarm.times.closed;
  return (end ? Date.parse(end) : now.getTime()) - received;
}

/** Whether the alarm counts in an answer time at all: real ones that a person pressed. */
export function counts(alarm: Pick<Clocked, 'kind' | 'mode'>): boolean {
  return alarm.mode === 'real' && (alarm.kind === 'duress' || alarm.kind === 'missed-check');
}

export type AnswerTime = { n: number; claimedInTime: number };

/**
 * How many of these alarms were claimed within the limit. One that still waits past the limit, or was
 * closed without ever being claimed, is a miss at once; one that still waits within it does not count yet.
 */
export function claimedWithin(
  alarms: readonly Clocked[],
  limitSeconds: number,
  now: Date,
): AnswerTime {
  let n = 0;
  let claimedInTime = 0;
  for (const alarm of alarms) {
    if (!counts(alarm)) continue;
    const isInTime = waitedMilliseconds(alarm, now) <= limitSeconds * 1000;
    if (!alarm.times.claimed && !alarm.times.closed && isInTime) continue;
    n += 1;
    if (alarm.times.claimed && isInTime) claimedInTime += 1;
  }
  return { n, claimedInTime };
}
