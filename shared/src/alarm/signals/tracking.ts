// Whether it is still followed where somebody is after his alarm was closed: while the police are busy with it, and an hour at
// most; of a harmless one never. It ends by itself, because the moment goes by and because the police say that they are done.
import { isHarmless } from '../outcome.ts';
import { isPassedOn } from '../handover/state.ts';
import type { Alarm } from '../state.ts';
import { mayKnowPlace } from './place.ts';

const trackedMilliseconds = 3_600_000;

type Facts = Pick<Alarm, 'closed' | 'mode' | 'handover' | 'kind' | 'priority' | 'withoutPlace'>;

/** Null: it is open, or nobody follows it any more. */
export function trackedUntil(alarm: Facts): Date | null {
  const { closed, mode, handover } = alarm;
  if (!closed || mode !== 'real' || isHarmless(closed.outcome) || !mayKnowPlace(alarm)) return null;
  const arePoliceBusy = isPassedOn(alarm) && handover.status !== 'done';
  return arePoliceBusy ? new Date(Date.parse(closed.at) + trackedMilliseconds) : null;
}

/** Whether a position that comes in now is its. */
export function isTracked(alarm: Facts, now: Date): boolean {
  const until = trackedUntil(alarm);
  return until !== null && now < until;
}
