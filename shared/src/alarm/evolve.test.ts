import { describe, expect, test } from 'vitest';
import {
  calledFalse,
  claimed,
  closedAs,
  noted,
  parked,
  positioned,
  presented,
  released,
  reopened,
  secondPress,
  signalled,
  takenOver,
  unverifiable,
  verified,
} from '../testing/facts.ts';
import {
  anna,
  at,
  bram,
  button,
  dirk,
  given,
  moment,
  position,
  pressed,
  raising,
  signal,
  sweep,
  uuid,
} from '../testing/given.ts';
import {
  calling,
  confirmed,
  policeReported,
  prepared,
  sent,
  wordChecked,
} from '../testing/handover-facts.ts';
import { signalKind, type SignalKind } from '../signals.ts';
import type { AlarmFact } from './events.ts';
import { whyNotGround } from './verification/grounds.ts';
import { evolve, fold } from './evolve.ts';
import { statusOf, timesOf, type Alarm } from './state.ts';

describe('the one printed status', () => {
  const owned = [pressed(), at(5, anna, claimed(anna))] as const;
  test.each([
    ['raised', given(pressed())],
    ['claimed', given(...owned)],
    ['released', given(...owned, at(6, anna, released(anna)))],
    ['parked', given(...owned, at(6, anna, parked(anna, 300)))],
    ['closed', given(...owned, at(6, anna, closedAs('unknown', anna)))],
    [
      'raised',
      given(...owned, at(6, anna, closedAs('unknown', anna)), at(7, dirk, reopened(dirk))),
    ],
    // Judging is no status: it stands beside who has it.
    ['claimed', given(...owned, at(6, anna, verified(anna)))],
    ['claimed', given(...owned, at(6, anna, calledFalse(anna)))],
  ])('%s', (status, story) => {
    expect(statusOf(story.alarm)).toBe(status);
  });

  test('E4 handed over from the moment somebody over there confirmed it, whoever has it', () => {
    const told = (...facts: AlarmFact[]) => statusOf(given(...owned, at(9, anna, ...facts)).alarm);
    expect(told(prepared(anna))).toBe('claimed');
    expect(told(calling(anna))).toBe('claimed');
    expect(told(sent(anna))).toBe('claimed');
    expect(told(sent(anna), confirmed(anna))).toBe('handed-over');
    for (const status of ['under-way', 'on-scene', 'not-found', 'safe'] as const)
      expect(told(sent(anna), policeReported(status, 9))).toBe('handed-over');
  });
});

describe('the log', () => {
  test('starts with AlarmRaised', () => {
    const [, second] = given(pressed(), at(5, anna, claimed(anna))).log;
    expect(() => evolve(null, second!)).toThrow('before AlarmRaised');
    expect(fold([])).toBeNull();
  });

  test('has no hole and no double', () => {
    const story = given(pressed(), at(5, anna, claimed(anna)), at(6, anna, noted(anna)));
    const [first, second, third] = story.log;
    expect(() => fold([first!, third!])).toThrow('version 3 does not follow 1');
    expect(() => fold([first!, second!, second!])).toThrow('version 2 does not follow 2');
    expect(fold(story.log)).toEqual(story.alarm);
  });
});

describe('reopening keeps the clock', () => {
  const before = [
    pressed({ signal: signal('panic', { deviceTime: moment(-2) }) }),
    at(1, anna, presented(anna)),
    at(5, anna, claimed(anna)),
    at(9, anna, verified(anna)),
    at(60, dirk, closedAs('unknown', dirk)),
  ] as const;

  test('every stage stays as it was; only closed falls away', () => {
    const { alarm } = given(...before, at(100, dirk, reopened(dirk)));
    expect(alarm.times).toEqual({
      pressed: moment(-2),
      received: moment(0),
      presented: moment(1),
      claimed: moment(5),
      decided: moment(9),
    });
    expect(alarm.closed).toBeNull();
    expect(alarm.ownership).toEqual({ status: 'unclaimed', since: moment(100) });
  });

  test('a second claim, judgement or take-over stamps nothing again', () => {
    const { alarm } = given(
      ...before,
      at(100, dirk, reopened(dirk)),
      at(110, bram, claimed(bram)),
      at(115, bram, unverifiable(bram)),
      at(120, dirk, takenOver(bram, dirk)),
    );
    expect(alarm.times).toMatchObject({ claimed: moment(5), decided: moment(9) });
  });

  test('closed again: at the moment it really ended', () => {
    const { alarm } = given(
      ...before,
      at(100, dirk, reopened(dirk)),
      at(200, dirk, closedAs('unknown', dirk)),
    );
    expect(alarm.times.closed).toBe(moment(200));
  });
});

describe('where', () => {
  const here = position(52.1, moment(1));
  const there = position(52.2, moment(20));
  const shown = (story: { alarm: Alarm }) => story.alarm.personal?.position?.fix.latitude;

  test('the newest fix is shown, of a signal or by itself', () => {
    const story = given(
      pressed({ signal: signal('panic', { position: here }) }),
      at(20, button, signalled(signal('panic', { position: there }), 1002, 20)),
    );
    expect(shown(story)).toBe(52.2);
    expect(shown(given(pressed(), at(20, button, positioned(there, 20))))).toBe(52.2);
  });

  test('a fix that was measured earlier and delivered later never replaces it', () => {
    const story = given(
      pressed(),
      at(20, button, positioned(there, 20)),
      at(21, button, positioned(here, 21)),
    );
    expect(shown(story)).toBe(52.2);
  });

  test('of the same second, written with and without fractions: the later one', () => {
    const exact = position(52.3, '2026-03-02T08:00:01.500Z');
    const rounded = position(52.4, '2026-03-02T08:00:01Z');
    const story = given(
      pressed(),
      at(2, button, positioned(exact, 2)),
      at(3, button, positioned(rounded, 3)),
    );
    expect(shown(story)).toBe(52.3);
  });

  test('a signal without a position leaves the last one standing', () => {
    const story = given(
      pressed({ signal: signal('panic', { position: here }) }),
      at(20, button, signalled(signal('panic'), 1002, 20)),
    );
    expect(shown(story)).toBe(52.1);
  });
});

test('doubts and battery come from every signal; a doubt is never taken back', () => {
  const { alarm } = given(
    pressed({ signal: signal('panic', { warnings: ['no-position'], batteryPercent: 40 }) }),
    at(5, button, signalled(signal('panic', { warnings: ['time-old', 'no-position'] }), 1002, 5)),
    at(6, button, signalled(signal('panic', { batteryPercent: 38 }), 1003, 6)),
  );
  expect(alarm.warnings).toEqual(['no-position', 'time-old']);
  expect(alarm.batteryPercent).toBe(38);
  expect(alarm.signals.count).toBe(3);
});

describe('presses', () => {
  test('are the calls for help; what else a button sends is a signal and no press', () => {
    const { alarm } = given(
      pressed(),
      at(5, button, signalled(signal('position', { position: position(52.1) }), 1002, 5)),
      at(6, button, signalled(signal('hold-up'), 1003, 6)),
      at(7, button, signalled(signal('cancel'), 1004, 7)),
      at(8, button, signalled(signal('low-battery'), 1005, 8)),
    );
    expect(alarm.presses).toEqual({ count: 2, lastAt: moment(6) });
    expect(alarm.signals).toEqual({ count: 5, lastAt: moment(8) });
    expect(timesOf(alarm)).toEqual({ of: 'presses', count: 2, lastAt: moment(6) });
  });

  test('are none where only sound came, until somebody presses', () => {
    const sound = signal('listen-in', { warnings: ['sound-without-press'] });
    const story = given(pressed({ signal: sound }));
    expect(story.alarm.presses).toEqual({ count: 0, lastAt: null });
    story.when(secondPress(9), button, 9).accepted();
    expect(story.alarm.presses).toEqual({ count: 1, lastAt: moment(9) });
  });

  test('a fault that comes again is counted as what it is', () => {
    const { alarm } = given(
      pressed({ kind: 'fault', priority: 'low', signal: signal('low-battery') }),
      at(5, button, signalled(signal('tamper'), 1002, 5)),
    );
    expect(timesOf(alarm)).toEqual({ of: 'signals', count: 2, lastAt: moment(5) });
  });
});

test('a press on a medical alarm makes it a duress; nothing makes a duress medical again', () => {
  const story = given(
    pressed({ kind: 'medical', priority: 'high' }),
    at(5, button, signalled(signal('panic'), 1002, 5)),
  );
  expect(story.alarm).toMatchObject({ kind: 'duress', priority: 'urgent' });
  const later = given(pressed(), at(5, button, signalled(signal('medical'), 1002, 5)));
  expect(later.alarm.kind).toBe('duress');
});

test('an erased log folds to the same alarm without its person', () => {
  const story = given(
    pressed({ signal: signal('panic', { position: position(52) }) }),
    at(5, anna, claimed(anna)),
    at(6, button, signalled(signal('panic', { position: position(53) }), 1002, 6)),
    at(7, button, positioned(position(54), 7)),
    at(8, dirk, takenOver(anna, dirk)),
    at(9, dirk, noted(dirk)),
    at(10, dirk, closedAs('unknown', dirk)),
  );
  const erased = story.log.map((event) => ({ ...event, personal: null }) as typeof event);
  expect(fold(erased)).toEqual({ ...story.alarm, personal: null });
});

test('raised with everything the first paint needs', () => {
  const { alarm } = given(pressed());
  const { holder, place, municipality, button: worn, plan } = raising();
  expect(alarm).toMatchObject({ municipality, button: worn, plan, id: uuid(100), version: 1 });
  expect(alarm.personal).toEqual({ holder, place, position: null });
});

describe('reopening starts the judgement anew', () => {
  const harmless = [
    pressed(),
    at(5, anna, claimed(anna)),
    at(8, anna, wordChecked(anna, 'code-word')),
    at(9, anna, calledFalse(anna, 'code-word')),
    at(60, anna, closedAs('false-accident', anna)),
  ] as const;

  test('what made it harmless is a ground no more', () => {
    const { alarm } = given(...harmless, at(100, dirk, reopened(dirk)));
    expect(alarm.verification).toEqual({ status: 'open', since: moment(100) });
    expect(alarm.words.codeWordAt).toBeNull();
    expect(alarm.changedAt.verification).toBe(alarm.version);
    expect(whyNotGround(alarm, 'code-word')).not.toBeNull();
  });

  test('that somebody needed help stays known, and a duress word that was heard', () => {
    const verifiedThen = given(
      pressed(),
      at(5, anna, claimed(anna)),
      at(9, anna, verified(anna)),
      at(60, dirk, closedAs('unknown', dirk)),
      at(100, dirk, reopened(dirk)),
    );
    expect(verifiedThen.alarm.verification).toMatchObject({ status: 'verified', at: moment(9) });
    const { alarm } = given(
      pressed(),
      at(5, anna, claimed(anna)),
      at(8, anna, wordChecked(anna, 'duress-word')),
      at(60, dirk, closedAs('unknown', dirk)),
      at(100, dirk, reopened(dirk)),
    );
    expect(alarm.words.duressAt).toBe(moment(8));
  });
});

describe('what a button says of itself outdates no judgement', () => {
  const outdates = (kind: SignalKind) =>
    given(pressed(), at(5, anna, claimed(anna)), at(9, button, signalled(signal(kind), 1002, 9)))
      .alarm.changedAt.signals === 3;
  const quiet = ['position', 'status', 'low-battery', 'comms', 'supervision'];

  test.each(signalKind.options)('%s', (kind) => {
    expect(outdates(kind)).toBe(!quiet.includes(kind));
  });
});

test('A1 A2 a signal that stands for more counts as many', () => {
  const { alarm } = given(
    pressed({ signal: signal('panic', { more: 2 }) }),
    at(5, button, signalled(signal('panic', { more: 9 }), 1002, 5)),
    at(6, button, signalled(signal('status', { more: 4 }), 1003, 6)),
  );
  expect(alarm).toMatchObject({ signals: { count: 18 }, presses: { count: 13 } });
});

test('a deadline that acted by the moment of an earlier release is not due again by a later one', () => {
  const acted = (dueAfter: number): AlarmFact => ({
    type: 'DeadlinePassed',
    data: { kind: 'unclaimed-louder', revision: 1, dueAt: moment(dueAfter), lateMilliseconds: 0 },
  });
  // Received at 0 and raised at 31: that release counted from 0, this one counts from the raise.
  const raisedLate = { ...pressed(), second: 31 };
  const { alarm } = given(raisedLate, at(32, sweep, acted(10)));
  expect(alarm.deadlines.map(({ kind }) => kind)).not.toContain('unclaimed-louder');
});
