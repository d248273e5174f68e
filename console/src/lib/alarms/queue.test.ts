import { describe, expect, it } from 'vitest';
import { anna, bram, claimedBy, raised, start, followedBy } from './example-alarms.ts';
import { matches, queueOf, walkOf } from './queue.ts';

const numbers = (alarms: { number: number }[]) => alarms.map((alarm) => alarm.number);

describe('queueOf', () => {
  it('puts waiting SPOED first, then HOOG, each oldest first', () => {
    const queue = queueOf(
      [
        raised({ number: 1, kind: 'system', priority: 'high', receivedAt: start - 60_000 }).alarm,
        raised({ number: 2, receivedAt: start + 1_000 }).alarm,
        raised({ number: 3, receivedAt: start }).alarm,
      ],
      anna.id,
      start,
    );
    expect(numbers(queue.waiting)).toEqual([3, 2, 1]);
  });

  it('puts an alarm whose owner fell away above older ones that still wait', () => {
    const lost = followedBy(
      claimedBy(raised({ number: 9, receivedAt: start }), bram),
      { type: 'AlarmReleased', data: { from: bram, why: 'owner-lost' } },
      start + 20_000,
      { type: 'system', part: 'presence' },
    );
    const waiting = raised({ number: 8, receivedAt: start - 30_000 });
    expect(numbers(queueOf([waiting.alarm, lost.alarm], anna.id, start).waiting)).toEqual([9, 8]);
  });

  it('keeps mine, those of colleagues, faults and tests apart', () => {
    const queue = queueOf(
      [
        claimedBy(raised({ number: 1 }), anna).alarm,
        claimedBy(raised({ number: 2 }), bram).alarm,
        raised({ number: 3, kind: 'fault', priority: 'low' }).alarm,
        raised({ number: 4, kind: 'test', mode: 'test', priority: 'low' }).alarm,
        raised({ number: 5 }).alarm,
      ],
      anna.id,
      start,
    );
    expect(numbers(queue.mine)).toEqual([1]);
    expect(numbers(queue.colleagues)).toEqual([2]);
    expect(numbers(queue.faults)).toEqual([3]);
    expect(numbers(queue.tests)).toEqual([4]);
    expect(numbers(queue.waiting)).toEqual([5]);
  });

  it('puts mine that is late before mine that is not', () => {
    const late = claimedBy(raised({ number: 1, receivedAt: start }), anna, start);
    const fine = claimedBy(raised({ number: 2, receivedAt: start - 1 }), anna, start + 50_000);
    const now = start + 61_000;
    expect(numbers(queueOf([fine.alarm, late.alarm], anna.id, now).mine)).toEqual([1, 2]);
  });

  it('does not show a drill among the tests', () => {
    const queue = queueOf([raised({ mode: 'exercise' }).alarm], anna.id, start);
    expect(queue.tests).toEqual([]);
    expect(queue.waiting).toHaveLength(1);
  });
});

it('walks past closed groups, into open ones', () => {
  const faults = [1, 2, 3].map(
    (number) => raised({ number, kind: 'fault', priority: 'low' }).alarm,
  );
  const queue = queueOf([...faults, raised({ number: 7 }).alarm], anna.id, start);
  expect(numbers(walkOf(queue, { faults: false, closed: false }))).toEqual([7]);
  expect(walkOf(queue, { faults: true, closed: false })).toHaveLength(4);
});

it.each([
  ['joke', true],
  ['haar 1001', true],
  ['#1001', true],
  ['knop', false],
])('search %j', (typed, found) => expect(matches(raised().alarm, typed)).toBe(found));
