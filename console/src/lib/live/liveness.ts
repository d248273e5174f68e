// Whether what the desk shows is true now. A socket can be open while the path behind it is dead, so
// the canary decides: a beat that has come from the database, over the bus, through the socket.

export type Link =
  | { status: 'connecting' }
  | { status: 'live' }
  | { status: 'delayed'; silentMilliseconds: number }
  | { status: 'broken'; since: number; lastDataAt: number | null };

export type LinkFacts = {
  startedAt: number;
  /** When the socket went down; null while it is up or was never up. */
  downSince: number | null;
  /** When the last canary came, by this machine's steady clock. */
  lastBeatAt: number | null;
  now: number;
};

export const delayedAfterMilliseconds = 5_000;
export const brokenAfterMilliseconds = 10_000;
/** A socket that is back within a blink (a restarting server) is not worth an alarm tone. */
export const socketGraceMilliseconds = 2_000;

/**
 * When a beat was heard that the server sent out so long ago, by the same steady clock; null for one that
 * proves nothing any more. Nearly all come at once; the one on joining may be older, and must neither make
 * a desk live that draws the past nor let it look live for longer.
 */
export function heardAt(now: number, ageMilliseconds = 0): number | null {
  return ageMilliseconds > delayedAfterMilliseconds ? null : now - ageMilliseconds;
}

export function linkOf(facts: LinkFacts): Link {
  const { now, lastBeatAt, downSince } = facts;
  const silent = now - (lastBeatAt ?? facts.startedAt);
  if (downSince !== null && now - downSince > socketGraceMilliseconds)
    return { status: 'broken', since: downSince, lastDataAt: lastBeatAt };
  if (silent > brokenAfterMilliseconds)
    return { status: 'broken', since: lastBeatAt ?? facts.startedAt, lastDataAt: lastBeatAt };
  if (lastBeatAt === null) return { status: 'connecting' };
  if (silent > delayedAfterMilliseconds) return { status: 'delayed', silentMilliseconds: silent };
  return { status: 'live' };
}

/** 0.5 to 5 seconds, doubling, with jitter so that a room full of desks does not come back as one. */
export function retryDelayMilliseconds(
  attempt: number,
  random: () => number = Math.random,
): number {
  const most = Math.min(5_000, 500 * 2 ** Math.min(attempt, 10));
  return Math.round(500 + (most - 500) * random());
}
