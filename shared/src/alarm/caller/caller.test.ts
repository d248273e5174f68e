// Two on one alarm: who telephones beside the owner.
import { describe, expect, test } from 'vitest';
import { handedOver, owned } from '../../testing/begun.ts';
import {
  claimed,
  closedAs,
  hearing,
  listening,
  soundStarted,
  stoppedListening,
  takenOver,
} from '../../testing/facts.ts';
import {
  anna,
  at,
  bram,
  dirk,
  given,
  moment,
  pressed,
  system,
  withSound,
} from '../../testing/given.ts';
import {
  callerJoined,
  callerLeft,
  joinAsCaller,
  leaveAsCaller,
  policeReported,
  swapped,
  swapRoles,
} from '../../testing/handover-facts.ts';

describe('two on one alarm', () => {
  test('a colleague telephones while the owner listens', () => {
    const story = owned();
    story.when(joinAsCaller, anna, 6).refused('al-van-u');
    story.when(joinAsCaller, bram, 6).then(callerJoined(bram));
    story.when(joinAsCaller, bram, 7).changesNothing();
    story.when(joinAsCaller, dirk, 8).refused('beller-bezet', { caller: 'Bram' });
    story.when(leaveAsCaller, bram, 9).then(callerLeft(bram));
    expect(story.alarm.caller).toBeNull();
  });

  test('they swap, and neither loses the sound or the time listened', () => {
    const story = given(
      pressed(withSound),
      at(1, system('listen-in'), soundStarted(1)),
      at(5, anna, claimed(anna), listening(anna), hearing(anna, 'sound')),
      at(10, bram, callerJoined(bram), listening(bram), hearing(bram, 'sound')),
    );
    story.when(swapRoles, bram, 15).then(swapped(bram, anna));
    expect(story.alarm.ownership).toMatchObject({ by: { name: 'Bram' }, since: moment(5) });
    expect(story.alarm.caller).toMatchObject({ name: 'Anna' });
    expect(story.alarm.listeners.map(({ by }) => by.name)).toEqual(['Anna', 'Bram']);
    // Each heard it in turn: it goes on without a break.
    expect(story.alarm.listened).toEqual({ milliseconds: 0, runningSince: moment(5) });
    story.when(swapRoles, anna, 20).then(swapped(anna, bram));
  });

  test('E6 who was the caller listens from the same moment, whoever of the two swaps', () => {
    const both = () =>
      given(
        pressed(withSound),
        at(5, anna, claimed(anna), listening(anna), hearing(anna, 'sound')),
        at(10, bram, callerJoined(bram)),
      );
    both().when(swapRoles, anna, 15).then(swapped(bram, anna), listening(bram));
    const story = both();
    story.when(swapRoles, bram, 15).then(swapped(bram, anna), listening(bram));
    // Who listened goes on; what the other hears, his desk has yet to say.
    expect(story.alarm.listeners.map(({ by, hears }) => [by.name, hears])).toEqual([
      ['Anna', 'sound'],
      ['Bram', 'nothing'],
    ]);
    owned(at(6, bram, callerJoined(bram)))
      .when(swapRoles, anna, 15)
      .then(swapped(bram, anna));
  });

  test('E6 so does who takes it over by a desk with a line; a button without sound has none', () => {
    const takes = { type: 'TakeOver', reason: 'pauze', listens: true } as const;
    given(pressed(withSound), at(5, anna, claimed(anna), listening(anna)))
      .when(takes, dirk, 9)
      .then(takenOver(anna, dirk), stoppedListening(anna, 'taken-over'), listening(dirk));
    owned().when(takes, dirk, 9).then(takenOver(anna, dirk));
  });

  test('the caller who takes it is its owner, and telephones for nobody', () => {
    const story = owned(at(6, bram, callerJoined(bram)));
    story.when({ type: 'TakeOver', reason: 'Anna is onwel' }, bram, 9).accepted();
    expect(story.alarm.caller).toBeNull();
  });

  test('a caller whose desk is gone is no caller; late news of one who left is none', () => {
    const story = owned(at(6, bram, callerJoined(bram)));
    const lost = { type: 'CallerLost', userId: bram.id } as const;
    story.when(lost, system('presence'), 30).then(callerLeft(bram, 'desk-lost'));
    story.when(lost, system('presence'), 31).changesNothing();
  });

  test('closed: nobody telephones for it any more', () => {
    const story = handedOver(callerJoined(bram), policeReported('safe', 10));
    story.add([closedAs('real-incident', anna)], anna, 20);
    expect(story.alarm.caller).toBeNull();
  });
});
