// Closing as what it was: with and without the police, what the plan requires, and which outcomes there are.
import { describe, expect, test } from 'vitest';
import { owned } from '../../testing/begun.ts';
import {
  calledFalse,
  claimed,
  close,
  closedAs,
  secondPress,
  takeOver,
} from '../../testing/facts.ts';
import {
  anna,
  at,
  bram,
  button,
  dirk,
  given,
  moment,
  pressed,
  signal,
  type Story,
} from '../../testing/given.ts';
import {
  closingProposed,
  completeStep,
  confirmed,
  contactId,
  policeReported,
  prepared,
  report,
  sent,
  skipStep,
  stepSkipped,
  withSteps,
} from '../../testing/handover-facts.ts';
import type { AlarmFact } from '../events.ts';
import { outcomesFor } from './outcomes-for.ts';
import { whyNotClose } from './when-closable.ts';
import { outcome, type Outcome } from '../outcome.ts';
import type { Alarm } from '../state.ts';

const now = new Date(moment(99));
const harmless = ['false-accident', 'false-technical', 'unannounced-test'] as const;
const serious = ['real-incident', 'threat', 'medical', 'unknown'] as const;

const proposed = () => owned(at(6, anna, calledFalse(anna)));

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
  const handedOver = (...said: AlarmFact[]) => owned(at(10, anna, sent(anna), ...said));

  test.each(['safe', 'closed'] as const)('%s, say the police: the owner closes', (status) => {
    for (const result of ['real-incident', 'false-accident'] as const)
      handedOver(policeReported(status, 20))
        .when(close(result, ''), anna, 30)
        .then({ ...closedAs(result, anna), personal: { summary: '' } } as AlarmFact);
    handedOver(policeReported(status, 20))
      .when(close('real-incident'), bram, 30)
      .refused('niet-van-u', { owner: 'Anna' });
  });

  test.each([
    ['sent', []],
    ['confirmed', [confirmed(anna)]],
    ['under way', [policeReported('under-way', 20)]],
    ['on scene', [policeReported('on-scene', 20)]],
  ] as [string, AlarmFact[]][])('%s: only a supervisor, with a reason', (_what, said) => {
    for (const result of ['real-incident', 'false-accident'] as const) {
      handedOver(...said)
        .when(close(result), anna, 999)
        .refused('politie-nog-bezig');
      handedOver(...said)
        .when(close(result, ''), dirk, 999)
        .refused('niet-van-u', { owner: 'Anna' });
    }
    const taken = handedOver(...said);
    taken.when(takeOver, dirk, 30).accepted();
    taken.when(close('unknown', ''), dirk, 31).refused('toelichting-ontbreekt');
    taken.when(close('unknown'), dirk, 31).then(closedAs('unknown', dirk));
  });

  test('prepared is not yet handed over', () => {
    owned(at(6, anna, prepared(anna)))
      .when(close('false-accident'), anna, 99)
      .refused('verificatie-ontbreekt');
  });

  test('a new press after the police were done: they are needed again', () => {
    const story = handedOver(policeReported('safe', 20));
    story.when(secondPress(25), button, 25).accepted();
    expect(story.alarm.handover).toEqual({ status: 'none', since: moment(25) });
    story.when(close('real-incident'), anna, 30).refused('doormelding-ontbreekt');
  });

  test('a supervisor who steps in closes a colleague’s as well, when nobody was found', () => {
    const story = handedOver(policeReported('not-found', 20));
    story.when(takeOver, dirk, 25).accepted();
    story.when(close('unknown'), dirk, 26).then(closedAs('unknown', dirk));
  });
});

describe('nobody was found', () => {
  const notFound = () => owned(at(10, anna, sent(anna), policeReported('not-found', 20)));

  test('two minutes of searching first', () => {
    notFound().when(close('unknown'), anna, 129.5).refused('niet-gevonden-wachten', { seconds: 1 });
    notFound().when(close('unknown'), anna, 130).then(closingProposed('unknown', anna));
  });

  test('then one proposes it, and another one closes', () => {
    const story = notFound();
    story.when(close('unknown', ''), anna, 140).refused('toelichting-ontbreekt');
    story.when(close('unknown'), anna, 140).accepted();
    expect(story.alarm.closed).toBeNull();
    story.when(close('unknown'), anna, 141).refused('tweede-persoon-nodig', { proposer: 'Anna' });
    story.when(close('threat'), bram, 142).refused('niet-van-u', { owner: 'Anna' });
    story.when(close('unknown'), bram, 143).then(closedAs('unknown', anna, bram));
  });

  test('not by somebody who has no part in it', () => {
    notFound().when(close('unknown'), bram, 140).refused('niet-van-u', { owner: 'Anna' });
  });

  test.each([
    [
      'the police find somebody after all',
      (story: Story) => story.when(report('on-scene', 150), anna, 150),
    ],
    ['somebody presses again', (story: Story) => story.when(secondPress(150), button, 150)],
    ['it changes hands', (story: Story) => story.when(takeOver, bram, 150)],
  ])('%s: the proposal is void', (_what, happens) => {
    const story = notFound();
    story.when(close('unknown'), anna, 140).accepted();
    happens(story).accepted();
    expect(story.alarm.closingProposed).toBeNull();
    story.when(close('unknown'), dirk, 151).refused('niet-van-u', {
      owner: story.alarm.ownership.status === 'owned' ? story.alarm.ownership.by.name : '',
    });
  });

  test('found nobody a second time: two minutes more', () => {
    const story = notFound();
    story.when(report('under-way', 200), anna, 200).accepted();
    story.when(report('not-found', 300), anna, 300).accepted();
    story.when(close('unknown'), anna, 419).refused('niet-gevonden-wachten', { seconds: 1 });
    story.when(close('unknown'), anna, 420).then(closingProposed('unknown', anna));
  });
});

describe('6.2 what the plan requires', () => {
  const planned = pressed(
    withSteps(
      { stepId: 'after', kind: 'manual', required: true },
      { stepId: 'piket', kind: 'call', required: false, contactId },
    ),
  );
  const done = () =>
    given(
      planned,
      at(5, anna, claimed(anna)),
      at(10, anna, sent(anna), policeReported('safe', 20)),
    );

  test('is done before a real one is closed; what is not required may stay', () => {
    const story = done();
    story
      .when(close('real-incident'), anna, 30)
      .refused('stap-verplicht', { step: 'after', count: 1 });
    story.when(completeStep('after'), anna, 31).accepted();
    story.when(close('real-incident'), anna, 32).then(closedAs('real-incident', anna));
  });

  test('or skipped by a supervisor', () => {
    const story = done();
    story.when(skipStep('after'), anna, 31).refused('stap-verplicht', { step: 'after', count: 1 });
    story.when(skipStep('after'), dirk, 31).then(stepSkipped(dirk, 'after'));
    story.when(close('real-incident'), anna, 32).accepted();
  });

  test('holds also for a supervisor who decides alone: he skips it, and says why of the step', () => {
    const story = given(planned, at(5, dirk, claimed(dirk)));
    story.when(close('threat'), dirk, 9).refused('stap-verplicht', { step: 'after', count: 1 });
    story.when(skipStep('after'), dirk, 10).accepted();
    story.when(close('threat'), dirk, 11).then(closedAs('threat', dirk));
  });

  test('says the first that is open, and how many are', () => {
    const two = withSteps(
      { stepId: 'listen', kind: 'manual', required: true },
      { stepId: 'after', kind: 'manual', required: true },
    );
    const story = given(pressed(two), at(5, dirk, claimed(dirk)));
    story.when(close('threat'), dirk, 9).refused('stap-verplicht', { step: 'listen', count: 2 });
    story.when(completeStep('listen'), dirk, 10).accepted();
    story.when(close('threat'), dirk, 11).refused('stap-verplicht', { step: 'after', count: 1 });
  });

  test('holds up no harmless press, unless the plan says so of just this outcome', () => {
    const harmlessly = (raised: ReturnType<typeof pressed>) =>
      given(raised, at(5, anna, claimed(anna)), at(6, anna, calledFalse(anna)));
    harmlessly(planned)
      .when(close('false-accident'), bram, 9)
      .then(closedAs('false-accident', anna, bram));

    const named = { stepId: 'tell', kind: 'manual', required: true } as const;
    const onlyThen = pressed(withSteps({ ...named, requiredFor: ['false-accident'] }));
    const story = harmlessly(onlyThen);
    story
      .when(close('false-accident'), bram, 9)
      .refused('stap-verplicht', { step: 'tell', count: 1 });
    story.when(close('false-technical'), bram, 9).then(closedAs('false-technical', anna, bram));
    const done = harmlessly(onlyThen);
    done.when(completeStep('tell'), anna, 9).accepted();
    done.when(close('false-accident'), bram, 10).then(closedAs('false-accident', anna, bram));
    const serious = given(onlyThen, at(5, dirk, claimed(dirk)));
    serious.when(close('real-incident'), dirk, 9).then(closedAs('real-incident', dirk));
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
      expect(whyNotClose(alarm, dirk, { outcome: other, summary: 'x' }, now)?.code).toBe(
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
