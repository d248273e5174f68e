// Somebody who opens a page: a new line to the front door several times a second, and how long its answer took.
import { get } from 'node:http';
import { atMost, exactly, type Check } from '../harness/result.ts';
import { addressesOf } from './sending/crowd-size.ts';
import { paced } from './sending/paced.ts';

const visitsPerSecond = 4;
const patienceMilliseconds = 10_000;
const limitMilliseconds = 2_000;

export type Visits = { count: number; unanswered: number; slowestMilliseconds: number };

/** Visits until stopped. */
export function startVisiting(frontDoor: string): { stop: () => Promise<Visits> } {
  const visits: Promise<number | null>[] = [];
  const visiting = paced(visitsPerSecond, () => void visits.push(visit(frontDoor)));
  return {
    stop: async () => {
      visiting.stop();
      const ended = await Promise.all(visits);
      const answered = ended.filter((milliseconds) => milliseconds !== null);
      return {
        count: ended.length,
        unanswered: ended.length - answered.length,
        slowestMilliseconds: Math.max(0, ...answered),
      };
    },
  };
}

export function visitChecks(name: string, visits: readonly Visits[]): Check[] {
  const unanswered = visits.reduce((sum, one) => sum + one.unanswered, 0);
  const slowest = Math.max(...visits.map(({ slowestMilliseconds }) => slowestMilliseconds));
  return [
    exactly(`${name}: visitors of the front door without an answer`, unanswered, 0),
    atMost(`${name}: slowest visitor of the front door`, slowest, limitMilliseconds, 'ms'),
  ];
}

function visit(frontDoor: string): Promise<number | null> {
  const [localAddress] = addressesOf('visitor');
  const begun = performance.now();
  return new Promise((resolve) => {
    const request = get(
      new URL('/healthz', frontDoor),
      { agent: false, timeout: patienceMilliseconds, ...(localAddress ? { localAddress } : {}) },
      (response) => {
        response.resume().once('end', () => resolve(performance.now() - begun));
      },
    );
    request.on('timeout', () => request.destroy());
    request.once('close', () => resolve(null));
    request.on('error', () => {});
  });
}
