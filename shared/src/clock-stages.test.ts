// The honest clock: no action of anybody makes an alarm look quicker than it was.
import { describe, expect, test } from 'vitest';
import { between, claimedWithin, counts, waitedMilliseconds } from './clock-stages.ts';
import {
  calledFalse,
  claimed,
  closedAs,
  noted,
  parked,
  presented,
  released,
  reopened,
  takenOver,
  unparked,
} from './testing/facts.ts';
import { anna, at, bram, dirk, given, moment, pressed, type Happened } from './testing/given.ts';

const now = (second: number) => new Date(moment(second));
const waited = (second: number, ...past: Happened[]) =>
  waitedMilliseconds(given(pressed(), ...past).alarm, now(second)) / 1000;

describe('waiting', () => {
  test('runs from received until somebody claims', () => {
    expect(waited(12)).toBe(12);
    expect(waited(99, at(12, anna, claimed(anna)))).toBe(12);
  });

  const claimedLate = at(50, anna, claimed(anna));
  test.each<[string, Happened[]]>([
    ['presenting', [at(1, anna, presented(anna))]],
    ['a note', [at(1, anna, noted(anna))]],
    ['releasing and claiming again', [at(60, anna, released(anna)), at(61, bram, claimed(bram))]],
    ['taking over', [at(60, dirk, takenOver(anna, dirk))]],
    ['parking and unparking', [at(60, anna, parked(anna, 90)), at(61, bram, unparked('taken'))]],
    ['calling it false', [at(60, anna, calledFalse(anna))]],
    ['closing', [at(60, anna, closedAs('unknown', anna))]],
    [
      'closing and reopening',
      [at(60, anna, closedAs('unknown', anna)), at(70, dirk, reopened(dirk))],
    ],
  ])('%s takes no second off', (_what, actions) => {
    const past = [claimedLate, ...actions].sort((a, b) => a.second - b.second);
    expect(waited(500, ...past)).toBe(50);
  });

  test('closed without ever being claimed and reopened: it has waited all the time', () => {
    const closed = at(20, dirk, closedAs('unknown', dirk));
    expect(waited(90, closed)).toBe(20);
    expect(waited(90, closed, at(60, dirk, reopened(dirk)))).toBe(90);
  });

  test('a claim is not earlier than it was because the press says it was later', () => {
    const { alarm } = given(pressed({ receivedAt: moment(-5) }), at(7, anna, claimed(anna)));
    expect(waitedMilliseconds(alarm, now(99))).toBe(12_000);
  });
});

describe('between stages', () => {
  const { alarm } = given(
    pressed(),
    at(0.5, anna, presented(anna)),
    at(5, anna, claimed(anna)),
    at(9, anna, calledFalse(anna)),
  );
  test('milliseconds from one stage to another', () => {
    expect(between(alarm, 'received', 'presented')).toBe(500);
    expect(between(alarm, 'presented', 'claimed')).toBe(4500);
  });
  test('nothing while either has not happened', () => {
    expect(between(alarm, 'claimed', 'closed')).toBeNull();
    expect(between(alarm, 'pressed', 'received')).toBeNull();
  });
});

describe('claimed within 30 s', () => {
  const alarm = (...past: Happened[]) => given(pressed(), ...past).alarm;
  const claimedAt = (second: number) => alarm(at(second, anna, claimed(anna)));

  test('on the limit counts as in time, a millisecond later does not', () => {
    expect(claimedWithin([claimedAt(30)], 30, now(99))).toEqual({ n: 1, claimedInTime: 1 });
    expect(claimedWithin([claimedAt(30.001)], 30, now(99))).toEqual({ n: 1, claimedInTime: 0 });
  });

  test('still waiting within the limit does not count yet; past it, it is a miss at once', () => {
    expect(claimedWithin([alarm()], 30, now(30))).toEqual({ n: 0, claimedInTime: 0 });
    expect(claimedWithin([alarm()], 30, now(30.001))).toEqual({ n: 1, claimedInTime: 0 });
  });

  test('closed without ever being claimed is a miss, however quickly', () => {
    const abandoned = alarm(at(3, dirk, closedAs('unknown', dirk)));
    expect(claimedWithin([abandoned], 30, now(99))).toEqual({ n: 1, claimedInTime: 0 });
  });

  test('tests, drills, synthetic presses, faults and medical alarms are no answer times', () => {
    const others = [
      pressed({ mode: 'test' }),
      pressed({ mode: 'exercise' }),
      pressed({ mode: 'synthetic' }),
      pressed({ kind: 'fault' }),
      pressed({ kind: 'medical' }),
      pressed({ kind: 'system' }),
    ].map((past) => given(past).alarm);
    expect(others.filter(counts)).toEqual([]);
    expect(claimedWithin(others, 30, now(99))).toEqual({ n: 0, claimedInTime: 0 });
    expect(counts(given(pressed({ kind: 'missed-check' })).alarm)).toBe(true);
  });

  test('together: n with the norm, nothing rounded away', () => {
    expect(
      claimedWithin([claimedAt(5), claimedAt(29), claimedAt(60), alarm()], 30, now(99)),
    ).toEqual({ n: 4, claimedInTime: 2 });
  });
});
