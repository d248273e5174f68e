// How quickly alarms were taken, against a norm. Counting and judging are apart, because counts of days add up to those
// of a year and verdicts do not. What counts at all, and when a waiting alarm is a miss, says the honest clock.
import { claimedWithin, counts, type Clocked } from '../clock-stages.ts';
import type { Limit, Profile } from './profiles.ts';

/** Of one limit. `n` leaves out whoever still waits within it. */
export type Count = { n: number; claimedInTime: number };

export type Counted = {
  /** Every alarm that counts, those that wait among them. */
  alarms: number;
  /** In the order of the profile's limits. */
  limits: Count[];
};

/** Fewer say nothing about a centre. */
export const fewestAlarms = 20;

export type Verdict = 'met' | 'missed' | 'too-few';

export type Judged = Count &
  Limit & {
    verdict: Verdict;
    /** How many more may be missed, one after the other, before the norm is; 0 where it is missed already. */
    missesLeft: number;
  };

export function nothingCounted({ limits }: Profile): Counted {
  return { alarms: 0, limits: limits.map(() => ({ n: 0, claimedInTime: 0 })) };
}

export function countAnswers(alarms: readonly Clocked[], { limits }: Profile, now: Date): Counted {
  return {
    alarms: alarms.filter(counts).length,
    limits: limits.map(({ seconds }) => claimedWithin(alarms, seconds, now)),
  };
}

/** Both of the same profile. */
export function addCounts(one: Counted, other: Counted): Counted {
  return {
    alarms: one.alarms + other.alarms,
    limits: one.limits.map(({ n, claimedInTime }, index) => ({
      n: n + other.limits[index]!.n,
      claimedInTime: claimedInTime + other.limits[index]!.claimedInTime,
    })),
  };
}

export function judge({ limits }: Counted, profile: Profile): Judged[] {
  return profile.limits.map((limit, index) => judgeLimit(limits[index]!, limit));
}

function judgeLimit({ n, claimedInTime }: Count, { seconds, permille }: Limit): Judged {
  const isMet = claimedInTime * 1000 >= permille * n;
  return {
    n,
    claimedInTime,
    seconds,
    permille,
    verdict: n < fewestAlarms ? 'too-few' : isMet ? 'met' : 'missed',
    // The largest k for which claimedInTime / (n + k) still reaches the norm.
    missesLeft: Math.max(0, Math.floor((claimedInTime * 1000) / permille) - n),
  };
}
