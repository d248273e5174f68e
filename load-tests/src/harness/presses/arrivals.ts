// Open-loop arrival: presses come at moments fixed beforehand, whether or not earlier ones were
// answered. A generator that waits for answers measures a polite world in which overload cannot be seen.
import { nowMicroseconds } from '../clock.ts';
import { Latencies, type Summary } from '../latencies.ts';

/**
 * Moments in microseconds from the start: `ratePerSecond` on average, at random distances as people
 * have them (exponential), for `seconds`. The same seed gives the same moments, so that floor and
 * product get the same stream.
 */
export function arrivalTimes(ratePerSecond: number, seconds: number, seed: number): number[] {
  const random = randomFrom(seed);
  const wanted = Math.max(1, Math.round(ratePerSecond * seconds));
  const distances = Array.from({ length: wanted }, () => -Math.log(1 - random()));
  const scale = (seconds * 1e6) / distances.reduce((sum, distance) => sum + distance, 0);
  let moment = 0;
  return distances.map((distance) => (moment += distance * scale));
}

/**
 * Calls `arrive` at each moment and never waits for it. Resolves after the last call with how late
 * the calls were: a generator that cannot keep its own times has measured nothing.
 */
export async function runArrivals(
  times: readonly number[],
  arrive: (index: number) => void,
): Promise<Summary> {
  const lateness = new Latencies();
  const begun = nowMicroseconds();
  for (const [index, time] of times.entries()) {
    await until(begun + time);
    lateness.record(nowMicroseconds() - begun - time);
    arrive(index);
  }
  return lateness.summary();
}

/** Timers are good to a millisecond; the last of it is spent turning the event loop. */
const timerMicroseconds = 1500;

async function until(moment: number): Promise<void> {
  const wait = moment - nowMicroseconds() - timerMicroseconds;
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait / 1000));
  while (nowMicroseconds() < moment) await new Promise((resolve) => setImmediate(resolve));
}

/** Mulberry32: small, fast and good enough to space presses. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
