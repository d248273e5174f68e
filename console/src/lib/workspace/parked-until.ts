// When something that is parked comes back, and what is wrong with that: the same for its form and the command line.
import { m } from '../paraglide/messages.js';
import { nextOccurrence } from '../time/format.ts';

/** A shift; longer than that nobody who parked it is still there. */
const longestHours = 8;

type ParkedUntil = { at: Date } | { problem: string };

/** @param asked So many minutes from now, or the next time that a clock shows `14:30`. */
export function parkedUntil(
  asked: { minutes: number } | { clock: string },
  now: Date,
): ParkedUntil {
  const at =
    'minutes' in asked
      ? new Date(now.getTime() + asked.minutes * 60_000)
      : nextOccurrence(asked.clock, now);
  if (!at) return { problem: m.park_until_wrong() };
  return at.getTime() - now.getTime() > longestHours * 3_600_000
    ? { problem: m.park_until_far({ hours: longestHours }) }
    : { at };
}
