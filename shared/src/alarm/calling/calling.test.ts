// Words, calling and the plan's steps (domain: "Words", "Calling", "Closing a duress").
import { describe, expect, test } from 'vitest';
import { owned } from '../../testing/begun.ts';
import {
  calledFalse,
  claimed,
  hearing,
  listening,
  secondPress,
  soundStarted,
  unverify,
  verified,
  withdrawn,
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
  system,
  withSound,
} from '../../testing/given.ts';
import {
  call,
  called,
  callerJoined,
  callingAllowed,
  checkWord,
  completeStep,
  contactId,
  liftNoCall,
  partner,
  piket,
  skipStep,
  stepDone,
  stepSkipped,
  verifiedByWord,
  withSteps,
  wordChecked,
} from '../../testing/handover-facts.ts';

describe('a word that was heard', () => {
  test('the right code word: written down, and nothing closed or judged by it', () => {
    const story = owned();
    story.when(checkWord, anna, 9, { word: 'code-word' }).then(wordChecked(anna, 'code-word'));
    expect(story.alarm.words).toEqual({ codeWordAt: moment(9), duressAt: null });
    expect(story.alarm.verification).toEqual({ status: 'open' });
  });

  test.each(['duress-word', 'wrong'] as const)('6.4 %s: verified, as if it were heard', (word) => {
    const story = owned();
    story.when(checkWord, anna, 9, { word }).then(wordChecked(anna, word), verifiedByWord(anna));
    expect(story.alarm.words.duressAt).toBe(moment(9));
    expect(story.alarm.verification).toMatchObject({ status: 'verified', basis: 'duress-word' });
  });

  test('a duress word overrules a pending loos, and keeps what was verified otherwise', () => {
    const pending = owned(at(6, anna, calledFalse(anna)));
    pending.when(checkWord, anna, 9, { word: 'wrong' }).accepted();
    expect(pending.alarm.verification).toMatchObject({ status: 'verified' });
    owned(at(6, anna, verified(anna)))
      .when(checkWord, anna, 9, { word: 'wrong' })
      .then(wordChecked(anna, 'wrong'));
  });

  test('the caller asks for it too, a bystander does not', () => {
    const story = owned(at(6, bram, callerJoined(bram)));
    story.when(checkWord, bram, 9, { word: 'code-word' }).then(wordChecked(bram, 'code-word'));
    owned()
      .when(checkWord, bram, 9, { word: 'code-word' })
      .refused('niet-van-u', { owner: 'Anna' });
  });

  test('none was agreed', () => {
    owned().when(checkWord, anna, 9, { word: null }).refused('geen-codewoord');
  });

  test('a new press: the code word of before says nothing any more', () => {
    const story = owned();
    story.when(checkWord, anna, 9, { word: 'code-word' }).accepted();
    story.when(secondPress(12), button, 12).accepted();
    expect(story.alarm.words.codeWordAt).toBeNull();
  });

  test('mistyped: withdrawn with a reason, and with it what was heard', () => {
    const story = owned();
    story.when(checkWord, anna, 9, { word: 'wrong' }).accepted();
    story.when(unverify, anna, 12).then(withdrawn('by-centralist'));
    expect(story.alarm.words.duressAt).toBeNull();
  });
});

describe('NIET BELLEN', () => {
  test.each([
    ['duress', 'not-allowed'],
    ['missed-check', 'not-allowed'],
    ['medical', 'allowed'],
    ['fault', 'allowed'],
  ] as const)('%s starts %s', (kind, status) => {
    expect(given(pressed({ kind })).alarm.calling.status).toBe(status);
  });

  test('who asked for an ambulance and now presses is not called either', () => {
    const story = given(pressed({ kind: 'medical', signal: signal('medical') }));
    story.when(secondPress(5), button, 5).accepted();
    expect(story.alarm.calling).toEqual({ status: 'not-allowed' });
  });

  test('neither the holder nor who may be in the room; somebody elsewhere at once', () => {
    owned().when(call('answered', null), anna, 9).refused('niet-bellen');
    owned().when(call(), anna, 9, partner).refused('niet-bellen');
    owned().when(call(), anna, 9, piket).then(called(anna, 1));
  });

  test('is lifted by who listens, with a reason, and by nobody else', () => {
    const heard = () =>
      given(
        pressed(withSound),
        at(1, system('listen-in'), soundStarted(1)),
        at(5, anna, claimed(anna)),
        at(6, bram, listening(bram), hearing(bram, 'sound')),
      );
    for (const person of [anna, dirk]) heard().when(liftNoCall, person, 9).refused('luistert-niet');
    const story = heard();
    story.when(liftNoCall, bram, 9).then(callingAllowed(bram));
    expect(story.alarm.calling).toMatchObject({ status: 'allowed', by: { name: 'Bram' } });
    story.when(liftNoCall, bram, 10).changesNothing();
    story.when(call('answered', null), anna, 11).then(called(anna, 1, 'answered', null));
  });

  test('of a button without sound by who has it', () => {
    owned().when(liftNoCall, bram, 9).refused('niet-van-u', { owner: 'Anna' });
    owned().when(liftNoCall, anna, 9).then(callingAllowed(anna));
  });

  test('calls are counted by round, each person apart', () => {
    const story = owned();
    story.when(call('no-answer'), anna, 9, piket).then(called(anna, 1));
    story.when(call('busy', null), anna, 10).refused('niet-bellen');
    story.when(call('answered'), anna, 11, piket).then(called(anna, 2, 'answered'));
    expect(story.alarm.personal?.calledNames).toEqual({ [contactId]: 'OOV-piket' });
    expect(story.alarm.callAttempts.map(({ round, result }) => [round, result])).toEqual([
      [1, 'no-answer'],
      [2, 'answered'],
    ]);
  });

  test('a contact of somebody else is none', () => {
    owned().when(call(), anna, 9, { contact: null }).refused('contact-onbekend');
  });
});

describe('the plan’s steps', () => {
  const planned = (...rest: Parameters<typeof given>) =>
    given(
      pressed(
        withSteps(
          { stepId: 'listen', kind: 'manual', required: true },
          { stepId: 'wait', kind: 'wait', required: false, waitSeconds: 30 },
          { stepId: 'piket', kind: 'call', required: true, contactId },
          { stepId: 'word', kind: 'word', required: false },
        ),
      ),
      at(5, anna, claimed(anna)),
      ...rest,
    );
  const open = (story: ReturnType<typeof given>) =>
    story.alarm.steps.flatMap(({ stepId, status }) => (status === 'open' ? [stepId] : []));

  test('are copied into the alarm, and done one by one', () => {
    const story = planned();
    expect(open(story)).toEqual(['listen', 'wait', 'piket', 'word']);
    story.when(completeStep('listen'), anna, 9).then(stepDone(anna, 'listen'));
    story.when(completeStep('listen'), anna, 10).changesNothing();
    expect(open(story)).toEqual(['wait', 'piket', 'word']);
  });

  test('a wait takes its time, from when the step before it was settled', () => {
    const story = planned();
    story.when(completeStep('wait'), anna, 99).refused('stap-wacht-nog', { seconds: 30 });
    story.when(completeStep('listen'), anna, 100).accepted();
    story.when(completeStep('wait'), anna, 129.2).refused('stap-wacht-nog', { seconds: 1 });
    story.when(completeStep('wait'), anna, 130).then(stepDone(anna, 'wait'));
  });

  test('a call is done when somebody answered, a word when one was checked', () => {
    const story = planned();
    story.when(call('no-answer'), anna, 9, piket).then(called(anna, 1));
    story
      .when(call('answered'), anna, 10, piket)
      .then(called(anna, 2, 'answered'), stepDone(anna, 'piket'));
    story
      .when(checkWord, anna, 11, { word: 'code-word' })
      .then(wordChecked(anna, 'code-word'), stepDone(anna, 'word'));
  });

  test('what is required is skipped by a supervisor alone, with a reason', () => {
    planned()
      .when(skipStep('listen'), anna, 9)
      .refused('stap-verplicht', { step: 'listen', count: 1 });
    planned().when(skipStep('listen'), dirk, 9).then(stepSkipped(dirk, 'listen'));
    planned().when(skipStep('word'), anna, 9).then(stepSkipped(anna, 'word'));
  });
});
