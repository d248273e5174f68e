// Taking it, giving it back, showing it.
import { describe, expect, test } from 'vitest';
import {
  claim,
  claimed,
  closedAs,
  parked,
  presented,
  release,
  released,
  takenOver,
  takeOver,
  unpark,
  unparked,
} from '../../testing/facts.ts';
import { anna, at, bram, given, moment, pressed, signal } from '../../testing/given.ts';

const fault = { kind: 'fault', priority: 'low', signal: signal('low-battery') } as const;
const owned = () => given(pressed(), at(5, anna, claimed(anna)));
const closedFault = () =>
  given(pressed(fault), at(5, anna, claimed(anna)), at(6, anna, closedAs('false-technical', anna)));

describe('claiming is exclusive', () => {
  test('the first has it, the second is told who', () => {
    const story = given(pressed());
    story.when({ ...claim, expectedVersion: 1 }, anna, 5).then(claimed(anna));
    story
      .when({ ...claim, expectedVersion: 1 }, bram, 5.001)
      .refused('al-aangenomen', { owner: 'Anna', at: moment(5) });
    expect(story.alarm.ownership).toMatchObject({ status: 'owned', by: { name: 'Anna' } });
  });

  test('a hundred at once: one owner, ninety-nine refusals', () => {
    const story = given(pressed());
    const people = Array.from({ length: 100 }, (_, index) => ({
      ...anna,
      id: `00000000-0000-4000-8000-1${index.toString().padStart(11, '0')}`,
      name: `Centralist ${index}`,
    }));
    const answers = people.map((one) => story.when({ ...claim, expectedVersion: 1 }, one, 5));
    expect(answers.filter((answer) => answer.refusal === null)).toHaveLength(1);
    for (const answer of answers.slice(1))
      answer.refused('al-aangenomen', { owner: 'Centralist 0', at: moment(5) });
  });

  test('taken over with a reason, by whoever is not the owner', () => {
    owned().when(takeOver, bram, 9).then(takenOver(anna, bram));
  });

  test('released and claimed by another', () => {
    const story = owned();
    story.when(release, anna, 9).then(released(anna));
    story.when(claim, bram, 10).then(claimed(bram));
  });

  test('a parked alarm may be claimed, taken over or unparked', () => {
    const story = () =>
      given(pressed(fault), at(5, anna, claimed(anna)), at(6, anna, parked(anna, 300)));
    story().when(claim, bram, 9).then(claimed(bram));
    story().when(takeOver, bram, 9).then(takenOver(anna, bram));
    story().when(unpark, bram, 9).then(unparked('taken'));
  });
});

describe('presented', () => {
  test('the first screen that painted it counts', () => {
    const story = given(pressed());
    story.when({ type: 'ReportPresented' }, anna, 0.4).then(presented(anna));
    story.when({ type: 'ReportPresented' }, bram, 0.5).changesNothing();
    expect(story.alarm.times.presented).toBe(moment(0.4));
  });

  test('a closed alarm on a screen is presented to nobody any more', () => {
    closedFault().when({ type: 'ReportPresented' }, anna, 9).changesNothing();
  });
});
