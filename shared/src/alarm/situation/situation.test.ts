import { describe, expect, test } from 'vitest';
import { enter, situationEntered } from '../../testing/handover-facts.ts';
import { claimed } from '../../testing/facts.ts';
import { anna, at, bram, given, pressed } from '../../testing/given.ts';
import { evolve } from '../evolve.ts';
import { situationOf } from './state.ts';

const owned = () => given(pressed(), at(5, anna, claimed(anna)));
const unknown = {
  weapon: 'unknown',
  persons: null,
  children: 'unknown',
  injured: 'unknown',
  perpetratorKnows: 'unknown',
};

describe('D4 the situation', () => {
  test('is unknown until somebody enters it, whatever the plan says', () => {
    const { plan } = owned().alarm;
    const flagged = { ...plan, flags: ['weapon-reported' as const, 'children' as const] };
    expect(situationOf(given(pressed({ plan: flagged })).alarm)).toEqual(unknown);
  });

  test('is entered part by part, and each part can be taken back', () => {
    const story = owned();
    story.when(enter({ weapon: 'yes' }), anna, 6).then(situationEntered(anna, { weapon: 'yes' }));
    story.when(enter({ persons: 2, injured: 'no' }), anna, 7).accepted();
    expect(situationOf(story.alarm)).toEqual({
      ...unknown,
      weapon: 'yes',
      persons: 2,
      injured: 'no',
    });
    story.when(enter({ weapon: 'unknown', persons: null }), anna, 8).accepted();
    expect(situationOf(story.alarm)).toEqual({ ...unknown, injured: 'no' });
  });

  test('that says nothing new changes nothing', () => {
    const story = owned();
    for (const heard of [{}, { weapon: 'unknown' as const }, { persons: null }])
      story.when(enter(heard), anna, 6).changesNothing();
  });

  test('is entered by whoever works on the alarm', () => {
    owned()
      .when(enter({ weapon: 'yes' }), bram, 6)
      .refused('niet-van-u', { owner: 'Anna' });
  });

  test('of which the key was erased is unknown again, and folds on', () => {
    const { alarm } = owned();
    const entered = {
      alarmId: alarm.id,
      version: alarm.version + 1,
      schemaVersion: 1,
      at: alarm.updatedAt,
      actor: anna,
      ...situationEntered(anna, { weapon: 'yes' }),
    };
    expect(situationOf(evolve(alarm, { ...entered, personal: null } as typeof entered))).toEqual(
      unknown,
    );
  });
});
