import { beforeEach, describe, expect, it } from 'vitest';
import type { AlarmFact } from '@achterwacht/shared/alarm/events.ts';
import type { Hears } from '@achterwacht/shared/alarm/sound/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import {
  closedAs,
  hearing,
  listening,
  soundLost,
  soundStarted,
  stoppedListening,
} from '@achterwacht/shared/testing/facts.ts';
import { anna, bram, claimedBy, followedBy, raised, start } from '../../alarms/example-alarms.ts';
import { Unheard } from './unheard.ts';

const later = (made: ReturnType<typeof raised>, ...facts: AlarmFact[]) =>
  facts.reduce((before, fact) => followedBy(before, fact, start + 6_000), made);
/** Pressed and sounding. */
const sounding = () => later(raised(), soundStarted(1));
const claimed = () => claimedBy(sounding(), anna);
const heardBy = (hears: Hears) => later(claimed(), listening(anna), hearing(anna, hears)).alarm;

let unheard: Unheard;
beforeEach(() => {
  unheard = new Unheard();
});
/** After longer than a line needs. */
const numbers = (alarm: Alarm) => {
  unheard.of([alarm], start);
  return unheard.of([alarm], start + 4_000).length;
};

describe('E6 sound that nobody hears', () => {
  it.each<[string, () => Alarm, number]>([
    ['nobody listens', () => claimed().alarm, 1],
    ['who listens has no line yet', () => later(claimed(), listening(anna)).alarm, 1],
    ['his line carries nothing', () => heardBy('nothing'), 1],
    ['his headset is gone, and the system’s own output has it', () => heardBy('headset-lost'), 0],
    ['he hears it', () => heardBy('sound'), 0],
    ['he hears that it is quiet there', () => heardBy('silence'), 0],
    ['he muted it himself', () => heardBy('muted'), 0],
    ['he stopped', () => later(claimed(), listening(anna), stoppedListening(anna)).alarm, 1],
    [
      'a colleague hears it',
      () => later(claimed(), listening(bram), hearing(bram, 'sound')).alarm,
      0,
    ],
    ['no sound arrives any more', () => later(claimed(), soundLost(6)).alarm, 0],
    ['none came yet', () => claimedBy(raised(), anna).alarm, 0],
    ['it waits for somebody, and sounds by itself', () => sounding().alarm, 0],
    ['it is over', () => later(claimed(), closedAs('unknown', anna)).alarm, 0],
    ['it is the product testing itself', () => ({ ...claimed().alarm, mode: 'synthetic' }), 0],
  ])('%s', (_what, alarm, count) => {
    expect(numbers(alarm())).toBe(count);
  });

  it('is said once a line had the time to come, and anew each time', () => {
    const alarm = claimed().alarm;
    expect(unheard.of([alarm], start)).toEqual([]);
    expect(unheard.of([alarm], start + 3_999)).toEqual([]);
    expect(unheard.of([alarm], start + 4_000)).toEqual([alarm]);
    expect(unheard.of([heardBy('sound')], start + 5_000)).toEqual([]);
    expect(unheard.of([alarm], start + 6_000)).toEqual([]);
    expect(unheard.of([alarm], start + 10_000)).toEqual([alarm]);
  });
});
