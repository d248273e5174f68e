import { describe, expect, it } from 'vitest';
import { raised, start } from '../alarms/example-alarms.ts';
import { cameLately, isCrowd } from './crowd.ts';

const minute = 60_000;

describe('a crowd', () => {
  it('counts what asked for somebody in the last ten minutes, and no faults or tests', () => {
    const alarms = [
      raised({ number: 1, receivedAt: start }).alarm,
      raised({ number: 2, receivedAt: start - 10 * minute }).alarm,
      raised({ number: 3, receivedAt: start - 10 * minute - 1 }).alarm,
      raised({ number: 4, receivedAt: start, kind: 'fault', priority: 'low' }).alarm,
      raised({ number: 5, receivedAt: start, kind: 'test', priority: 'low' }).alarm,
    ];
    expect(cameLately(alarms, start)).toBe(2);
  });

  it('begins at ten, and is over below five', () => {
    expect([9, 10].map((count) => isCrowd(false, count))).toEqual([false, true]);
    expect([9, 5, 4].map((count) => isCrowd(true, count))).toEqual([true, true, false]);
  });
});
