// Parked, forgotten, revised: what holds for deadlines of every kind.
import { describe, expect, test } from 'vitest';
import {
  claim,
  claimed,
  close,
  effectFailed,
  note,
  park,
  parked,
  passed,
  secondPress,
  unparked,
  woken,
} from '../../testing/facts.ts';
import {
  anna,
  at,
  bram,
  button,
  given,
  moment,
  pressed,
  signal,
  sweep,
  system,
} from '../../testing/given.ts';
import { nextDeadline } from './moments.ts';
import type { DeadlineKind } from './state.ts';

const fault = { kind: 'fault', priority: 'low', signal: signal('low-battery') } as const;
const of = (kind: DeadlineKind, ...kinds: [number, DeadlineKind][]) =>
  kinds.filter(([, each]) => each === kind).map(([second]) => second);

describe('parked', () => {
  test('returns by itself at its end', () => {
    const story = given(pressed(fault), at(5, anna, claimed(anna)));
    story.when(park(300), anna, 10).then(parked(anna, 300));
    expect(story.fastForward(299)).toEqual([]);
    story
      .when(woken('parked-end', 1), sweep, 300)
      .then(passed('parked-end', 1, 300), unparked('ended'));
    expect(story.alarm.ownership).toEqual({ status: 'unclaimed', since: moment(300) });
  });

  test('taken earlier: its end no longer acts', () => {
    const story = given(
      pressed(fault),
      at(5, anna, claimed(anna)),
      at(10, anna, parked(anna, 300)),
      at(20, bram, unparked('taken')),
    );
    story.when(woken('parked-end', 1), sweep, 300).changesNothing();
    expect(story.fastForward(500)).toEqual([]);
  });

  test('parked a second time: it returns a second time', () => {
    const story = given(
      pressed(fault),
      at(5, anna, claimed(anna)),
      at(10, anna, parked(anna, 300)),
    );
    story.fastForward(300);
    story.when(claim, anna, 301).accepted();
    story.when(park(400), anna, 302).accepted();
    expect(story.fastForward(400)).toEqual([[400, 'parked-end']]);
  });
});

describe('no activity', () => {
  const disturbance = { kind: 'system', priority: 'high', signal: signal('system') } as const;

  test('every 10 minutes, for as long as nobody does anything', () => {
    const story = given(pressed(disturbance), at(60, anna, claimed(anna)));
    expect(story.fastForward(2000)).toEqual([
      [660, 'no-activity'],
      [1260, 'no-activity'],
      [1860, 'no-activity'],
    ]);
  });

  test('counts from the last thing any person did', () => {
    const story = given(pressed(disturbance), at(60, anna, claimed(anna)));
    story.when(note, bram, 500).accepted();
    expect(story.fastForward(1200)).toEqual([[1100, 'no-activity']]);
  });

  test('a signal or the system itself is nobody at work', () => {
    const story = given(pressed(disturbance));
    story.when(secondPress(100, 1002, signal('low-battery')), button, 100).accepted();
    story.when(effectFailed, system('outbox'), 200).accepted();
    expect(story.fastForward(700)).toEqual([[600, 'no-activity']]);
  });

  test('of what is not urgent at all, once a shift: a thousand silent buttons are no reason to shout', () => {
    const story = given(pressed(fault), at(60, anna, claimed(anna)));
    expect(story.fastForward(60_000)).toEqual([
      [28_860, 'no-activity'],
      [57_660, 'no-activity'],
    ]);
  });

  test('never while it is parked, which has an end of its own', () => {
    const story = given(
      pressed(disturbance),
      at(5, anna, claimed(anna)),
      at(6, anna, parked(anna, 3_600)),
    );
    expect(of('no-activity', ...story.fastForward(3_500))).toEqual([]);
  });
});

test('the next deadline is the earliest; a closed alarm has none', () => {
  const story = given(pressed(fault), at(5, anna, claimed(anna)));
  expect(nextDeadline(story.alarm)).toEqual({
    kind: 'no-activity',
    at: moment(28_805),
    revision: 2,
  });
  story.when(close('false-technical'), anna, 6).accepted();
  expect(nextDeadline(story.alarm)).toBeNull();
});
