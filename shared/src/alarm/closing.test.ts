// When an alarm may be closed, by whom and as what (domain: "Closing a duress").
import { describe, expect, test } from 'vitest';
import {
  calledFalse,
  claimed,
  close,
  closedAs,
  secondPress,
  unverifiable,
  verified,
} from '../testing/facts.ts';
import { anna, at, bram, button, dirk, given, pressed, signal } from '../testing/given.ts';
import { outcomesFor, whyNotClose } from './closing.ts';
import { outcome, type Alarm, type Outcome } from './state.ts';

const harmless = ['false-accident', 'false-technical', 'unannounced-test'] as const;
const serious = ['real-incident', 'threat', 'medical', 'unknown'] as const;

const owned = (...rest: Parameters<typeof given>) =>
  given(pressed(), at(5, anna, claimed(anna)), ...rest);
const proposed = () => owned(at(6, anna, calledFalse(anna)));

describe('loos', () => {
  test.each(harmless)('%s needs to be called so first', (result) => {
    owned().when(close(result), anna, 9).refused('verificatie-ontbreekt');
  });

  test.each(harmless)('%s is confirmed by somebody else', (result) => {
    proposed().when(close(result), anna, 9).refused('tweede-persoon-nodig', { proposer: 'Anna' });
    proposed()
      .when(close(result), bram, 9)
      .then(closedAs(result, anna, bram));
  });

  test('a supervisor who proposed it needs a second person too', () => {
    const story = given(pressed(), at(5, dirk, claimed(dirk)), at(6, dirk, calledFalse(dirk)));
    story
      .when(close('false-accident'), dirk, 9)
      .refused('tweede-persoon-nodig', { proposer: 'Dirk' });
  });

  test('silence is no ground: unverifiable or open never closes as harmless', () => {
    owned(at(6, anna, unverifiable(anna)))
      .when(close('false-accident'), anna, 99)
      .refused('verificatie-ontbreekt');
    owned(at(6, anna, verified(anna)))
      .when(close('false-accident'), anna, 99)
      .refused('verificatie-ontbreekt');
  });

  test('a button that can be listened in to: not before the plan’s listening time', () => {
    const story = given(
      pressed({ button: { ...given(pressed()).alarm.button, sound: true } }),
      at(5, anna, claimed(anna)),
      at(6, anna, calledFalse(anna)),
    );
    story.when(close('false-accident'), bram, 99).refused('minimale-luistertijd', { seconds: 30 });
  });

  test('a new press in between asks for everything again', () => {
    const story = proposed();
    story.when(secondPress(8), button, 8).accepted();
    story.when(close('false-accident'), bram, 9).refused('niet-van-u', { owner: 'Anna' });
  });
});

describe('without the police', () => {
  test.each(serious)('%s: not by a centralist', (result) => {
    owned().when(close(result), anna, 9).refused('doormelding-ontbreekt');
  });

  test.each(serious)('%s: by a supervisor who says why, in his own name', (result) => {
    const story = given(pressed(), at(5, dirk, claimed(dirk)));
    story.when(close(result, ''), dirk, 9).refused('toelichting-ontbreekt');
    story.when(close(result), dirk, 9).then(closedAs(result, dirk));
  });

  test('what one called loos and a supervisor closes as real is the supervisor’s decision', () => {
    proposed().when(close('real-incident'), dirk, 9).then(closedAs('real-incident', dirk));
  });
});

describe('handed over to the police', () => {
  const handedOver = (status: 'sent' | 'on-scene' | 'not-found' | 'done'): Alarm => ({
    ...owned().alarm,
    handover: { status, at: owned().alarm.updatedAt },
  });
  const asked = (result: Outcome, summary = 'afgehandeld') => ({ outcome: result, summary });

  test('the police say it is done: the owner closes', () => {
    expect(whyNotClose(handedOver('done'), anna, asked('real-incident'))).toBeNull();
    expect(whyNotClose(handedOver('done'), anna, asked('false-accident'))).toBeNull();
  });

  test.each(['sent', 'on-scene', 'not-found'] as const)(
    '%s: only a supervisor, with a reason',
    (status) => {
      const alarm = handedOver(status);
      expect(whyNotClose(alarm, anna, asked('real-incident'))?.code).toBe('doormelding-ontbreekt');
      expect(whyNotClose(alarm, dirk, asked('unknown', ''))?.code).toBe('toelichting-ontbreekt');
      expect(whyNotClose(alarm, dirk, asked('unknown'))).toBeNull();
    },
  );

  test('prepared is not yet handed over', () => {
    const alarm: Alarm = { ...owned().alarm, handover: { status: 'prepared', at: '' } };
    expect(whyNotClose(alarm, anna, asked('false-accident'))?.code).toBe('verificatie-ontbreekt');
  });
});

describe('outcomes fit the kind', () => {
  const offered = {
    duress: [...harmless, 'real-incident', 'threat', 'medical', 'unknown'],
    'missed-check': [...harmless, 'real-incident', 'threat', 'medical', 'unknown'],
    medical: ['medical', 'false-accident', 'false-technical', 'unknown'],
    fault: ['false-technical', 'unknown'],
    system: ['false-technical', 'unknown'],
    test: ['test'],
  } satisfies Record<Alarm['kind'], Outcome[]>;

  test.each(Object.entries(offered))('%s', (kind, outcomes) => {
    const { alarm } = given(pressed({ kind: kind as Alarm['kind'] }));
    expect(outcomesFor(alarm)).toEqual(outcomes);
    for (const other of outcome.options.filter((each) => !outcomes.includes(each as never)))
      expect(whyNotClose(alarm, dirk, { outcome: other, summary: 'x' })?.code).toBe(
        'uitkomst-past-niet',
      );
  });

  test.each(['test', 'exercise', 'synthetic'] as const)('%s closes as a test only', (mode) => {
    const story = given(pressed({ mode }), at(5, anna, claimed(anna)));
    expect(outcomesFor(story.alarm)).toEqual(['test']);
    story.when(close('false-accident'), anna, 9).refused('uitkomst-past-niet');
    story.when(close('test'), anna, 9).then(closedAs('test', anna));
  });

  test('a fault closes at once, by its owner', () => {
    const story = given(
      pressed({ kind: 'fault', priority: 'low', signal: signal('low-battery') }),
      at(5, anna, claimed(anna)),
    );
    story.when(close('false-technical'), anna, 6).then(closedAs('false-technical', anna));
  });
});
