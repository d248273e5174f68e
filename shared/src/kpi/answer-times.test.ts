// Counting and judging answer times: always with how many, a miss as soon as it is one, and nothing said of a few.
import { describe, expect, test } from 'vitest';
import { closedAs, claimed } from '../testing/facts.ts';
import { anna, at, dirk, given, moment, pressed } from '../testing/given.ts';
import { addCounts, countAnswers, judge, nothingCounted } from './answer-times.ts';
import { profiles } from './profiles.ts';

const profile = profiles['en-50518-hold-up'];
const now = (second: number) => new Date(moment(second));
const taken = (second: number) => given(pressed(), at(second, anna, claimed(anna))).alarm;
const waiting = () => given(pressed()).alarm;
const abandoned = () => given(pressed(), at(5, dirk, closedAs('unknown', dirk))).alarm;
const times = <T>(count: number, make: () => T) => Array.from({ length: count }, make);
const count = (alarms: ReturnType<typeof waiting>[], second = 300) =>
  countAnswers(alarms, profile, now(second));
const limitsOf = (n: [number, number], claimedInTime: [number, number]) => [
  { n: n[0], claimedInTime: claimedInTime[0] },
  { n: n[1], claimedInTime: claimedInTime[1] },
];

describe('counting', () => {
  test('on the second of the limit is in time, a millisecond beyond is not', () => {
    expect(count([taken(30), taken(30.001), taken(60)])).toEqual({
      alarms: 3,
      limits: limitsOf([3, 3], [1, 3]),
    });
  });

  test('one that waits is a miss of each limit as it passes it, and counts for none before', () => {
    const limits = (second: number) => count([waiting()], second).limits;
    expect(limits(30)).toEqual(limitsOf([0, 0], [0, 0]));
    expect(limits(31)).toEqual(limitsOf([1, 0], [0, 0]));
    expect(limits(61)).toEqual(limitsOf([1, 1], [0, 0]));
    expect(count([waiting()], 5).alarms).toBe(1);
  });

  test('one that was closed without being taken is a miss, however soon', () => {
    expect(count([abandoned()], 6).limits).toEqual(limitsOf([1, 1], [0, 0]));
  });

  test.each(['test', 'exercise', 'synthetic'] as const)('%s counts nowhere', (mode) => {
    const { alarm } = given(pressed({ mode }), at(99, anna, claimed(anna)));
    expect(count([alarm])).toEqual(nothingCounted(profile));
  });

  test('a fault counts nowhere', () => {
    const { alarm } = given(pressed({ kind: 'fault', priority: 'low' }));
    expect(count([alarm])).toEqual(nothingCounted(profile));
  });

  test('days add up', () => {
    const monday = [taken(10), taken(40)];
    const tuesday = [taken(61), waiting()];
    expect(addCounts(count(monday), count(tuesday))).toEqual(count([...monday, ...tuesday]));
  });
});

describe('judging', () => {
  const judged = (n: number, claimedInTime: number) =>
    judge(
      {
        alarms: n,
        limits: [
          { n, claimedInTime },
          { n, claimedInTime },
        ],
      },
      profile,
    )[0];

  test.each([
    ['nothing', 0, 0, 'too-few'],
    ['nineteen in time', 19, 19, 'too-few'],
    ['nineteen missed', 19, 0, 'too-few'],
    ['twenty, exactly four of five', 20, 16, 'met'],
    ['one fewer', 20, 15, 'missed'],
  ])('%s', (_what, n, claimedInTime, verdict) => {
    expect(judged(n, claimedInTime)).toMatchObject({
      n,
      claimedInTime,
      verdict,
      seconds: 30,
      permille: 800,
    });
  });

  test('how many may still be missed: the last that may is met, the next is not', () => {
    for (let n = 20; n <= 400; n += 19)
      for (let claimedInTime = 0; claimedInTime <= n; claimedInTime += 5) {
        const { missesLeft, verdict } = judged(n, claimedInTime)!;
        expect(missesLeft).toBeGreaterThanOrEqual(0);
        if (verdict === 'missed') expect(missesLeft).toBe(0);
        else expect(judged(n + missesLeft, claimedInTime)!.verdict).toBe('met');
        expect(judged(n + missesLeft + 1, claimedInTime)!.verdict).toBe('missed');
      }
  });

  test('of 98,5 % no rounding decides', () => {
    const [, second] = judge(
      {
        alarms: 200,
        limits: [
          { n: 200, claimedInTime: 197 },
          { n: 200, claimedInTime: 197 },
        ],
      },
      profile,
    );
    expect(second).toMatchObject({ verdict: 'met', missesLeft: 0, permille: 985 });
  });

  test('a figure that nobody could check says so', () => {
    expect(profile.verified).toBe(false);
    expect(profiles['bs-8484-2016'].limits).toEqual([
      { seconds: 10, permille: 800 },
      { seconds: 40, permille: 985 },
    ]);
  });

  test('of a few hundred in time', () => {
    expect(count(times(200, () => taken(12)))).toEqual({
      alarms: 200,
      limits: limitsOf([200, 200], [200, 200]),
    });
  });
});
