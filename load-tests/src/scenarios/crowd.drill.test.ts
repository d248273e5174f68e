// Everybody of the crowd once, in small numbers: each does its worst, nothing of the customer's is lost, and every
// frame is counted. How long anything takes is for the scenario.
import { expect, test } from 'vitest';
import type { CrowdSize } from '../crowd/sending/crowd-size.ts';
import { crowd } from './crowd.ts';

const smallCrowd: CrowdSize = {
  refusedPerSecond: 200,
  longFramesPerSecond: 2,
  datagramsPerSecond: 200,
  halfOpen: 200,
  idle: 100,
  slowSenders: 20,
  repeatsPerSecond: 100,
  importedLines: 500,
  slowReaders: 4,
  lockedPressesPerSecond: 5,
};

/** A start, twelve times a second or two, as long as a refused press may take, and what is left to decide. */
const patienceMilliseconds = 420_000;

test(
  'a small crowd: everybody is there, and nothing is lost',
  async () => {
    const options = { rounds: 1, seconds: 1, full: false, reportProgress: () => {} };
    const { checks, measured } = await crowd(options, smallCrowd);
    expect(measured[0]?.systems).toHaveLength(12);
    // A visitor gives up after a time.
    const counts = checks.filter(({ name, unit }) => unit === '' && !name.includes('visitor'));
    expect(counts.filter(({ passed }) => !passed)).toEqual([]);
    expect(counts.length).toBeGreaterThan(20);
  },
  patienceMilliseconds,
);
