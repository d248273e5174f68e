import { describe, expect, it } from 'vitest';
import { confirmed, sent } from '@achterwacht/shared/testing/handover-facts.ts';
import { anna, claimedBy, raised, start, followedBy } from './example-alarms.ts';
import { workClockOf } from './work-clock.ts';

describe('workClockOf', () => {
  it('runs to the moment the supervisor is called, and counts up after it', () => {
    const { alarm } = raised();
    expect(workClockOf(alarm, start + 5_000)).toMatchObject({
      kind: 'claim',
      remainingMilliseconds: 15_000,
      nearly: false,
      late: false,
    });
    expect(workClockOf(alarm, start + 16_000)).toMatchObject({ nearly: true, late: false });
    expect(workClockOf(alarm, start + 32_000)).toMatchObject({
      remainingMilliseconds: -12_000,
      part: 0,
      late: true,
    });
  });

  it('runs from the claim to a judgement, then to the police, then to their answer', () => {
    const claimed = claimedBy(raised(), anna, start + 5_000);
    expect(workClockOf(claimed.alarm, start + 15_000)).toMatchObject({
      kind: 'act',
      remainingMilliseconds: 50_000,
    });
    const verified = followedBy(
      claimed,
      { type: 'AlarmVerified', data: { by: anna, basis: 'sound' }, personal: null },
      start + 20_000,
    );
    expect(workClockOf(verified.alarm, start + 25_000)).toMatchObject({
      kind: 'hand-over',
      remainingMilliseconds: 15_000,
    });
    const handedOver = followedBy(verified, sent(anna), start + 30_000);
    expect(workClockOf(handedOver.alarm, start + 40_000)).toMatchObject({
      kind: 'confirm',
      remainingMilliseconds: 50_000,
    });
    const received = followedBy(handedOver, confirmed(anna), start + 45_000);
    expect(workClockOf(received.alarm, start + 45_000)?.kind).toBe('quiet');
  });

  it('has no claim clock for what is not SPOED', () => {
    expect(workClockOf(raised({ priority: 'low', kind: 'fault' }).alarm, start)).toBeNull();
  });

  it('stops when closed', () => {
    const closed = followedBy(
      claimedBy(raised(), anna),
      {
        type: 'AlarmClosed',
        data: { outcome: 'test', needless: false, by: anna, confirmedBy: null },
        personal: null,
      },
      start + 60_000,
    );
    expect(workClockOf(closed.alarm, start + 61_000)).toBeNull();
  });
});
