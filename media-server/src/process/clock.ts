// The process's only clock: wall time taken once at start and carried on by the monotonic clock, so that
// a stepped system clock neither stretches a recording nor turns one backwards.
export type Clock = {
  /** Milliseconds since 1970, with fractions. */
  now(): number;
};

export function startClock(): Clock {
  const wallAtStart = Date.now();
  const monotonicAtStart = performance.now();
  return { now: () => wallAtStart + (performance.now() - monotonicAtStart) };
}

export function iso(milliseconds: number): string {
  return new Date(Math.round(milliseconds)).toISOString();
}
