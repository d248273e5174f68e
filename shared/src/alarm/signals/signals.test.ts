// What a signal that joins an open alarm does to it.
import { describe, expect, test } from 'vitest';
import {
  calledFalse,
  claimed,
  close,
  closedAs,
  secondPress,
  signalled,
  verified,
  withdrawn,
} from '../../testing/facts.ts';
import { anna, at, bram, button, given, moment, pressed, signal } from '../../testing/given.ts';

const fault = { kind: 'fault', priority: 'low', signal: signal('low-battery') } as const;
const owned = () => given(pressed(), at(5, anna, claimed(anna)));
const closedFault = () =>
  given(pressed(fault), at(5, anna, claimed(anna)), at(6, anna, closedAs('false-technical', anna)));

describe('a new signal', () => {
  const pending = () =>
    given(pressed(), at(5, anna, claimed(anna)), at(6, anna, calledFalse(anna)));

  test.each(['panic', 'duress', 'hold-up', 'emergency', 'medical', 'no-activity'] as const)(
    'that calls for help (%s) voids a pending loos',
    (kind) => {
      const story = pending();
      story
        .when(secondPress(8, 1002, signal(kind)), button, 8)
        .then(signalled(signal(kind), 1002, 8), withdrawn('new-signal'));
      story.when(close('false-accident'), bram, 9).refused('niet-van-u', { owner: 'Anna' });
      story.when(close('false-accident'), anna, 9).refused('verificatie-ontbreekt');
    },
  );

  test.each(['cancel', 'restore', 'position', 'low-battery', 'status'] as const)(
    'that calls for nobody (%s) is added and leaves the loos pending',
    (kind) => {
      const story = pending();
      story
        .when(secondPress(8, 1002, signal(kind)), button, 8)
        .then(signalled(signal(kind), 1002, 8));
      expect(story.alarm.verification.status).toBe('false-pending');
    },
  );

  test('voids nothing else that was judged', () => {
    const story = given(pressed(), at(5, anna, claimed(anna)), at(6, anna, verified(anna)));
    story.when(secondPress(8), button, 8).then(signalled(signal('panic'), 1002, 8));
  });

  test('counts, re-alerts, and takes nothing from the owner', () => {
    const story = owned();
    for (const number of [1002, 1003, 1004])
      story.when(secondPress(8, number), button, 8).accepted();
    expect(story.alarm.signals).toEqual({ count: 4, lastAt: moment(8) });
    expect(story.alarm.ownership).toMatchObject({ status: 'owned', by: { name: 'Anna' } });
  });

  test('never joins a closed alarm', () => {
    closedFault().when(secondPress(9), button, 9).refused('gesloten');
  });
});

describe('cancel, restore, "ik ben veilig" are signals: they can be forced', () => {
  test.each(['cancel', 'restore'] as const)('%s lowers and closes nothing', (kind) => {
    const story = owned();
    const { ownership, verification, priority, closed, deadlines } = story.alarm;
    story.when(secondPress(8, 1002, signal(kind)), button, 8).accepted();
    expect(story.alarm).toMatchObject({ ownership, verification, priority, closed, deadlines });
  });
});
