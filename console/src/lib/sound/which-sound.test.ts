import { describe, expect, it } from 'vitest';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { signalled } from '@achterwacht/shared/testing/facts.ts';
import { signal } from '@achterwacht/shared/testing/given.ts';
import { confirmed, sent } from '@achterwacht/shared/testing/handover-facts.ts';
import { anna, bram, claimedBy, raised, start, followedBy } from '../alarms/example-alarms.ts';
import { silenceNow, wantedSound, type Silence } from './which-sound.ts';

type Change = { silence?: Silence | null; broken?: boolean; unheard?: Alarm[] };
const sound = (alarms: Alarm[], change: Change = {}) =>
  wantedSound({
    alarms,
    myId: anna.id,
    now: start + 1_000,
    silence: null,
    broken: false,
    unheard: [],
    ...change,
  });

describe('wantedSound', () => {
  it('is silent when nothing waits', () => {
    expect(sound([])).toBeNull();
    expect(sound([claimedBy(raised(), bram).alarm])).toBeNull();
  });

  it('sounds a waiting SPOED alarm from the first second', () => {
    expect(sound([raised().alarm])).toMatchObject({ tone: 'urgent', gainDecibels: 0 });
  });

  it('sounds as the system at every post while the control room has not confirmed', () => {
    const told = followedBy(claimedBy(raised(), bram), sent(bram), start + 10_000);
    expect(sound([told.alarm])).toBeNull();
    const unanswered = followedBy(
      told,
      {
        type: 'DeadlinePassed',
        data: {
          kind: 'handover-unconfirmed',
          revision: 1,
          dueAt: new Date(start + 70_000).toISOString(),
          lateMilliseconds: 0,
        },
      },
      start + 70_000,
    );
    expect(sound([unanswered.alarm])).toMatchObject({ tone: 'system', gainDecibels: 0 });
    // A person in danger comes before it.
    expect(sound([unanswered.alarm, raised().alarm])?.tone).toBe('urgent');
    expect(sound([followedBy(unanswered, confirmed(bram), start + 80_000).alarm])).toBeNull();
  });

  it('E6 sounds as the system at every post while sound comes in and nobody has a line to it', () => {
    const { alarm } = claimedBy(raised(), bram);
    expect(sound([alarm], { unheard: [alarm] })).toMatchObject({
      tone: 'system',
      most: Number.POSITIVE_INFINITY,
    });
    // A person in danger comes before it.
    expect(sound([alarm, raised().alarm], { unheard: [alarm] })?.tone).toBe('urgent');
  });

  it('is soft at a busy post and louder once the first deadline passed', () => {
    const mine = claimedBy(raised(), anna);
    const waiting = raised();
    expect(sound([mine.alarm, waiting.alarm])?.gainDecibels).toBe(-12);
    const louder = followedBy(
      waiting,
      {
        type: 'DeadlinePassed',
        data: {
          kind: 'unclaimed-louder',
          revision: 1,
          dueAt: new Date(start + 10_000).toISOString(),
          lateMilliseconds: 0,
        },
      },
      start + 10_000,
      { type: 'system', part: 'sweep' },
    );
    expect(sound([mine.alarm, louder.alarm])?.gainDecibels).toBe(3);
  });

  it('gives a second press a reason of its own, so that it is heard at once, and a position none', () => {
    const first = raised();
    const button = { type: 'device', buttonId: first.alarm.button.id } as const;
    const again = followedBy(first, signalled(signal('panic'), 1002, 5), start + 5_000, button);
    expect(sound([again.alarm])?.reason).not.toBe(sound([first.alarm])?.reason);
    const moves = followedBy(again, signalled(signal('position'), 1003, 6), start + 6_000, button);
    expect(sound([moves.alarm])?.reason).toBe(sound([again.alarm])?.reason);
  });

  it('F1 gives what was refused on the wire no reason of its own on an alarm that is believed: it is shown', () => {
    const first = raised();
    const button = { type: 'device', buttonId: first.alarm.button.id } as const;
    const heard = signalled(signal('panic'), 1002, 5);
    if (heard.type !== 'SignalAdded') throw new Error('no signal');
    heard.data.signal.unbelieved = 'refused';
    const { alarm } = followedBy(first, heard, start + 5_000, button);
    expect(alarm.hearsay?.presses).toBe(1);
    expect(sound([alarm])?.reason).toBe(sound([first.alarm])?.reason);
  });

  it('A2 lets the tone of hundreds of presses complete its pattern', () => {
    let pressed = raised();
    const button = { type: 'device', buttonId: pressed.alarm.button.id } as const;
    const reasons = new Set<string | undefined>();
    for (let second = 1; second <= 200; second += 1) {
      const again = signalled(signal('panic'), 1000 + second, second);
      pressed = followedBy(pressed, again, start + second * 1000, button);
      reasons.add(sound([pressed.alarm])?.reason);
    }
    expect(pressed.alarm.presses.count).toBe(201);
    expect(reasons.size).toBe(9);
  });

  it('lets a press win from a lost connection', () => {
    expect(sound([raised().alarm], { broken: true })?.tone).toBe('urgent');
    expect(sound([], { broken: true })?.tone).toBe('system');
  });

  it('never sounds a synthetic press at a desk', () => {
    expect(sound([raised({ mode: 'synthetic' }).alarm])).toBeNull();
  });

  it('plays HOOG three times at most, LAAG once', () => {
    expect(sound([raised({ priority: 'high', kind: 'system' }).alarm])).toMatchObject({
      tone: 'system',
      most: 3,
    });
    expect(sound([raised({ priority: 'low', kind: 'fault' }).alarm])?.most).toBe(1);
  });
});

it('plays LAAG once a minute in a flood, and again when one comes back from parking', () => {
  const fault = (receivedAt: number) =>
    raised({ priority: 'low', kind: 'fault', receivedAt }).alarm;
  const first = fault(start);
  expect(sound([first])?.reason).toBe(sound([first, fault(start + 900)])?.reason);
  const back = { ...first, ownership: { ...first.ownership, since: '2026-11-21T13:30:00.000Z' } };
  const later = wantedSound({
    alarms: [back],
    myId: anna.id,
    now: Date.parse('2026-11-21T13:30:01.000Z'),
    silence: null,
    broken: false,
    unheard: [],
  });
  expect(later?.reason).not.toBe(sound([first])?.reason);
});

describe('silenceNow', () => {
  it('is refused to whoever owns no SPOED alarm', () => {
    expect(silenceNow([raised().alarm], anna.id, start)).toBeNull();
  });

  it('silences what waits now for 15 s, and nothing newer', () => {
    const mine = claimedBy(raised(), anna).alarm;
    const waiting = raised().alarm;
    const silence = silenceNow([mine, waiting], anna.id, start);
    expect(silence?.until).toBe(start + 15_000);
    expect(sound([mine, waiting], { silence })).toBeNull();
    expect(sound([mine, waiting, raised().alarm], { silence })?.tone).toBe('urgent');
    const later = wantedSound({
      alarms: [mine, waiting],
      myId: anna.id,
      now: start + 15_000,
      silence,
      broken: false,
      unheard: [],
    });
    expect(later?.tone).toBe('urgent');
  });
});
