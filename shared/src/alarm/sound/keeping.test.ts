// When sound is kept, by what stood in the alarm when it was raised; and what can be asked of sound that is not.
import { expect, test } from 'vitest';
import type { Alarm } from '../state.ts';
import type { RecordingRule } from '../plan/state.ts';
import { anna, at, dirk, given, pressed, system, withSound } from '../../testing/given.ts';
import {
  claimed,
  closedAs,
  erase,
  erased,
  hold,
  mark,
  playbackRequested,
  reported,
  requestPlayback,
  soundLost,
  soundStarted,
} from '../../testing/facts.ts';
import { whyNotKept } from './keeping.ts';

const listenIn = system('listen-in');
type Past = Parameters<typeof given>;
const recorded = (...rest: Past) =>
  given(pressed(withSound), at(1, listenIn, soundStarted(1)), at(5, anna, claimed(anna)), ...rest);
const unclaimed = given(pressed(withSound)).alarm;
const taken = given(pressed(withSound), at(5, anna, claimed(anna))).alarm;
const by = (alarm: Alarm, recording: RecordingRule | null, mode: Alarm['mode'] = 'real') => {
  const { recording: _none, ...plan } = alarm.plan;
  return whyNotKept({ ...alarm, mode, plan: recording ? { ...plan, recording } : plan });
};

test.each([
  [null, null, null],
  [{ record: true, recordBeforeClaim: true }, null, null],
  [{ record: true, recordBeforeClaim: false }, 'not-claimed', null],
  [{ record: false, recordBeforeClaim: true }, 'setting', 'setting'],
  [{ record: false, recordBeforeClaim: false }, 'setting', 'setting'],
] as const)('%j: before the claim %s, after it %s', (recording, before, after) => {
  expect(by(unclaimed, recording)).toBe(before);
  expect(by(taken, recording)).toBe(after);
});

test('a test keeps levels only, whatever the centre keeps', () => {
  expect(by(taken, { record: true, recordBeforeClaim: true }, 'test')).toBe('test');
  expect(by(taken, null, 'test')).toBe('test');
  expect(by(taken, null, 'exercise')).toBeNull();
});

test('where nothing was kept, that is said, and there is nothing to erase or to hold', () => {
  const begun = given(pressed(withSound)).when(
    reported('sound-started', 1, { kept: false }),
    listenIn,
    1,
  );
  begun.accepted();
  const { facts } = begun;
  const story = given(
    pressed(withSound),
    at(1, listenIn, ...facts),
    at(20, dirk, closedAs('unknown', dirk)),
  );
  expect(story.alarm.sound).toMatchObject({
    status: 'receiving',
    recordings: [{ notKept: true }],
  });
  story.when(requestPlayback, anna, 30).refused('niet-opgenomen');
  story.when(hold, dirk, 30).refused('niet-opgenomen');
  story.when(erase(), listenIn, 30).changesNothing();
});

test('what was kept before its alarm was known is gone, and its line goes on', () => {
  const story = recorded(at(6, listenIn, erased(1, 'not-kept')));
  expect(story.alarm.sound.status).toBe('receiving');
  story.when(reported('recording-erased', 7, { why: 'not-kept' }), listenIn, 7).changesNothing();
  story.when(reported('sound-lost', 8), listenIn, 8).then(soundLost(8));
  story.when(mark(7), anna, 9).refused('niet-opgenomen');
});

test('what is kept from the claim on can be listened back to', () => {
  recorded(
    at(6, listenIn, erased(1, 'not-kept')),
    at(7, listenIn, soundStarted(7, 2)),
    at(20, dirk, closedAs('unknown', dirk)),
  )
    .when(requestPlayback, anna, 30)
    .then(playbackRequested(anna));
});
