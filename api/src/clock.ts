// The process's only clock: wall time taken once at start and carried on by the monotonic clock, so
// that a stepped system clock moves no deadline. Tests move it by hand.

export type Clock = { now(): Date };

export function startClock(): Clock {
  const wallAtStart = Date.now();
  const monotonicAtStart = performance.now();
  const now = () => wallAtStart + (performance.now() - monotonicAtStart);
  return { now: () => new Date(Math.round(now())) };
}

export type MovableClock = Clock & { set(iso: string): void; advance(milliseconds: number): void };

export function movableClock(startIso: string): MovableClock {
  let milliseconds = Date.parse(startIso);
  return {
    now: () => new Date(milliseconds),
    set: (iso) => {
      milliseconds = Date.parse(iso);
    },
    advance: (by) => {
      milliseconds += by;
    },
  };
}
