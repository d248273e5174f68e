import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeOf, wordOf } from '../alarms/describe.ts';
import { anna, bram, claimedBy, raised, start, followedBy } from '../alarms/example-alarms.ts';
import { matches, queueOf, searched, walkOf } from './queue.ts';

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

  it('B7 puts what may be left of a press among those that wait, as HOOG', () => {
    const { alarm } = raised({ number: 6, kind: 'fault', priority: 'high' });
    const missed = { ...alarm, warnings: ['restore-without-press' as const] };
    expect(numbers(queueOf([missed], anna.id, start).waiting)).toEqual([6]);
    expect([wordOf(missed), shapeOf(missed)]).toEqual(['HOOG', 'high']);
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

describe('searched', () => {
  const anyAlarm = fc
    .record({
      kind: fc.constantFrom('duress', 'medical', 'missed-check', 'fault', 'system', 'test'),
      mode: fc.constantFrom('real', 'test', 'exercise'),
      priority: fc.constantFrom('urgent', 'high', 'low'),
      owner: fc.constantFrom('nobody', 'anna', 'bram', 'anna, who was lost'),
      receivedAt: fc.integer({ min: start - 3_600_000, max: start }),
    } as const)
    .map(({ owner, ...wishes }): Alarm => {
      const made = raised(wishes);
      if (owner === 'nobody') return made.alarm;
      const owned = claimedBy(made, owner === 'bram' ? bram : anna);
      if (owner !== 'anna, who was lost') return owned.alarm;
      const fact = { type: 'AlarmReleased', data: { from: anna, why: 'owner-lost' } } as const;
      return followedBy(owned, fact, start + 20_000, { type: 'system', part: 'presence' }).alarm;
    });
  const typedText = fc.oneof(
    fc.string(),
    fc.constantFrom('olga', 'joke', '#1001', ' ', 'van dam haar'),
  );
  const queues = fc
    .tuple(fc.array(anyAlarm, { maxLength: 12 }), typedText)
    .map(([alarms, typed]) => {
      const whole = queueOf(alarms, anna.id, start);
      return { whole, typed, left: searched(whole, typed) };
    });

  it('E1 never hides what waits, nor what is mine, nor moves it', () =>
    fc.assert(
      fc.property(queues, ({ whole, left }) => {
        const section = ({ waiting, mine, tests }: typeof whole) => ({ waiting, mine, tests });
        expect(section(left)).toEqual(section(whole));
        expect(left.faults.filter(({ priority }) => priority !== 'low')).toEqual(
          whole.faults.filter(({ priority }) => priority !== 'low'),
        );
      }),
    ));

  it('E1 leaves of the rest exactly what answers, in its order', () =>
    fc.assert(
      fc.property(queues, ({ whole, left, typed }) => {
        for (const name of ['colleagues', 'parked', 'closed'] as const)
          expect(left[name]).toEqual(whole[name].filter((alarm) => matches(alarm, typed)));
        expect(searched(whole, '')).toEqual(whole);
      }),
    ));
});

it.each([
  ['joke', true],
  ['haar 1001', true],
  ['#1001', true],
  ['knop', false],
])('search %j', (typed, found) => expect(matches(raised().alarm, typed)).toBe(found));
