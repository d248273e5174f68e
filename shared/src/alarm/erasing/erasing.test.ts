// What was said of an alarm goes, what happened stays (domain: "Evidence").
import { describe, expect, test } from 'vitest';
import { canonical } from '../../evidence/canonical.ts';
import {
  claimed,
  closedAs,
  contentErased,
  eraseContent,
  held,
  hold,
  letGo,
  note,
  parked,
  recordingId,
  reopen,
  soundStarted,
} from '../../testing/facts.ts';
import {
  anna,
  at,
  bram,
  dirk,
  given,
  moment,
  pressed,
  signal,
  system,
} from '../../testing/given.ts';
import { confirmed, operator, sent } from '../../testing/handover-facts.ts';
import { always } from '../../testing/lives.ts';
import type { AlarmEvent } from '../events.ts';
import { evolve, fold } from '../evolve.ts';
import { outcome } from '../outcome.ts';
import { alarmMode } from '../raising/state.ts';
import { contentTerm } from './state.ts';
import { withoutWords } from './unread.ts';

const retention = system('retention');
const closed = (result: Parameters<typeof closedAs>[0] = 'false-accident') =>
  given(pressed(), at(5, anna, claimed(anna)), at(60, dirk, closedAs(result, dirk)));

describe('because its time is over', () => {
  describe.each(contentTerm.options)('the term of %s cases', (term) => {
    test.each(outcome.options)('closed as %s', (result) => {
      const asked = closed(result).when(eraseContent('retention', term), retention, 99);
      const isLoos = result.startsWith('false-') || result === 'unannounced-test';
      if (isLoos === (term === 'harmless')) asked.then(contentErased('retention'));
      else asked.refused('uitkomst-past-niet');
    });
  });

  test.each(alarmMode.options.filter((mode) => mode !== 'real'))('one that is a %s', (mode) => {
    given(pressed({ mode }), at(60, dirk, closedAs('test', dirk)))
      .when(eraseContent('retention'), retention, 99)
      .then(contentErased('retention'));
  });

  test('never without saying which term', () => {
    const asked = { type: 'EraseContent', why: 'retention' } as const;
    for (const result of outcome.options)
      closed(result).when(asked, retention, 99).refused('uitkomst-past-niet');
  });
});

describe('because somebody asked', () => {
  test.each(outcome.options)('closed as %s', (result) => {
    closed(result)
      .when(eraseContent('request'), system('command-line'), 99)
      .then(contentErased('request'));
  });
});

describe.each(['retention', 'request'] as const)('for %s', (why) => {
  test('never while it is open, nor once it is open again', () => {
    const story = given(pressed(), at(5, anna, claimed(anna)));
    story.when(eraseContent(why), retention, 99).refused('niet-gesloten');
    const reopened = closed();
    reopened.when(reopen, dirk, 70).accepted();
    reopened.when(eraseContent(why), retention, 99).refused('niet-gesloten');
  });

  test('not while its recording is held, and afterwards', () => {
    const story = given(
      pressed(),
      at(5, system('listen-in'), soundStarted(5, 1)),
      at(60, dirk, closedAs('false-accident', dirk), held(dirk)),
    );
    story.when(eraseContent(why), retention, 99).refused('opname-vastgehouden', { by: 'Dirk' });
    const released = given(
      pressed(),
      at(5, system('listen-in'), soundStarted(5, 1)),
      at(60, dirk, closedAs('false-accident', dirk), held(dirk)),
      at(80, dirk, letGo(dirk)),
    );
    released.when(eraseContent(why), retention, 99).then(contentErased(why));
  });

  test('twice is once', () => {
    const story = closed();
    story.when(eraseContent(why), retention, 99).accepted();
    story.when(eraseContent('request'), retention, 100).then();
    expect(story.alarm.erased).toEqual({ at: moment(99), why });
  });
});

test('from then on nobody adds, reopens or holds', () => {
  const story = closed();
  story.when(eraseContent('retention'), retention, 99).accepted();
  for (const asked of [note, reopen, hold]) story.when(asked, dirk, 120).refused('inhoud-gewist');
  story.when(reopen, bram, 120).refused('rol-mag-niet');
});

test('who held it, when, and as what it was closed stand; whom it was about and what was typed do not', () => {
  const story = given(
    pressed(),
    at(5, anna, claimed(anna)),
    at(20, anna, sent(anna), confirmed(anna)),
    at(60, dirk, closedAs('real-incident', dirk)),
  );
  const before = story.alarm;
  expect(canonical(before)).toContain(operator);
  story.when(eraseContent('request'), retention, 99).accepted();
  const { alarm } = story;
  expect(alarm).toMatchObject({
    closed: before.closed,
    times: before.times,
    number: before.number,
    handover: { status: before.handover.status },
    personal: { holder: null, position: null, place: null },
  });
  expect(canonical(alarm)).not.toMatch(new RegExp(`${operator}|Joke`));
});

test('one that an older database has open still takes in what is said of it from then on', () => {
  const story = given(
    pressed(),
    at(5, anna, claimed(anna)),
    at(60, retention, contentErased('retention')),
  );
  const fix = { latitude: 52.1, longitude: 4.6, accuracyMetres: 10, fixAt: null };
  story
    .when(
      {
        type: 'AddSignal',
        signalId: recordingId(7),
        signal: signal('panic', {
          position: {
            ...fix,
            altitudeMetres: null,
            speedMetresPerSecond: null,
            headingDegrees: null,
            source: 'gnss',
          },
        }),
        place: null,
        holder: null,
        receivedAt: moment(70),
      },
      system('intake'),
      70,
    )
    .accepted();
  expect(story.alarm.personal?.position?.fix.latitude).toBe(52.1);
  story.when(note, anna, 80).accepted();
});

test('whatever was done to it, whoever had it before him folds to what the log folds to without its words', () => {
  let erasedAlive = 0;
  always(
    () => {},
    ({ log, alarm }) => {
      const erasure = {
        type: 'ContentErased',
        data: { why: 'request' },
        alarmId: alarm.id,
        version: alarm.version + 1,
        schemaVersion: 1,
        at: alarm.updatedAt,
        actor: retention,
      } as const satisfies AlarmEvent;
      erasedAlive += 1;
      expect(canonical(evolve(alarm, erasure))).toBe(
        canonical(fold([...log.map(withoutWords), erasure])),
      );
    },
    1_000,
  );
  expect(erasedAlive).toBe(1_000);
});

test('what is parked keeps a mark for its reason', () => {
  const story = given(
    pressed({ kind: 'fault', priority: 'low' }),
    at(5, anna, claimed(anna), parked(anna, 900)),
    at(60, dirk, closedAs('false-technical', dirk)),
    at(90, retention, contentErased('retention')),
  );
  expect(canonical(story.alarm)).not.toContain('monteur');
});
