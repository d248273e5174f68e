import { expect, test } from 'vitest';
import { arrivalTimes, randomFrom, runArrivals } from './arrivals.ts';
import { nowMicroseconds } from '../clock.ts';

test('as many arrivals as the rate says, in order, within the time', () => {
  const times = arrivalTimes(100, 5, 1);
  expect(times).toHaveLength(500);
  expect([...times].sort((a, b) => a - b)).toEqual(times);
  expect(times.at(-1)).toBeCloseTo(5e6, 0);
});

test('at random distances, as people have them: about a third are shorter than 0.4 of the mean', () => {
  const times = arrivalTimes(1000, 10, 7);
  const distances = times.map((time, index) => time - (times[index - 1] ?? 0));
  const short = distances.filter((distance) => distance < 400).length / distances.length;
  // 1 - e^-0.4
  expect(short).toBeGreaterThan(0.3);
  expect(short).toBeLessThan(0.36);
});

test('the same seed gives the same stream, another one another', () => {
  expect(arrivalTimes(10, 5, 3)).toEqual(arrivalTimes(10, 5, 3));
  expect(arrivalTimes(10, 5, 3)).not.toEqual(arrivalTimes(10, 5, 4));
});

test('random numbers lie in [0, 1) and fill it evenly', () => {
  const random = randomFrom(42);
  const values = Array.from({ length: 10_000 }, () => random());
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...values)).toBeLessThan(1);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean).toBeCloseTo(0.5, 1);
});

test('an arrival is not put off by what the one before it started', async () => {
  const arrived: number[] = [];
  const begun = nowMicroseconds();
  const never = new Promise(() => {});
  const lateness = await runArrivals([0, 2_000, 4_000], () => {
    arrived.push(nowMicroseconds() - begun);
    void never.then(() => {});
  });
  expect(arrived).toHaveLength(3);
  expect(arrived[1]).toBeGreaterThanOrEqual(2_000);
  expect(arrived[2]).toBeGreaterThanOrEqual(4_000);
  expect(lateness.count).toBe(3);
});
