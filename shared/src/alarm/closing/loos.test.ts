// Closing as *loos*: on which grounds, after how much listening, by whom.
import { describe, test } from 'vitest';
import { owned } from '../../testing/begun.ts';
import {
  calledFalse,
  callFalse,
  claimed,
  close,
  closedAs,
  hearing,
  listening,
  reportHearing,
  secondPress,
  soundLost,
  soundStarted,
  unverifiable,
  unverify,
  verified,
} from '../../testing/facts.ts';
import {
  anna,
  at,
  bram,
  button,
  dirk,
  given,
  pressed,
  system,
  withoutCodeWord,
  withSound,
} from '../../testing/given.ts';
import { checkWord, wordChecked } from '../../testing/handover-facts.ts';
import type { AlarmFact } from '../events.ts';

const listenIn = system('listen-in');
const harmless = ['false-accident', 'false-technical', 'unannounced-test'] as const;

const proposed = () => owned(at(6, anna, calledFalse(anna)));

describe('loos', () => {
  test.each(harmless)('%s needs to be called so first', (result) => {
    owned().when(close(result), anna, 9).refused('verificatie-ontbreekt');
  });

  test('silence is no ground: unverifiable or open never closes as harmless', () => {
    owned(at(6, anna, unverifiable(anna)))
      .when(close('false-accident'), anna, 99)
      .refused('verificatie-ontbreekt');
    owned(at(6, anna, verified(anna)))
      .when(close('false-accident'), anna, 99)
      .refused('verificatie-ontbreekt');
  });

  test('a new press in between asks for everything again', () => {
    const story = proposed();
    story.when(secondPress(8), button, 8).accepted();
    story.when(close('false-accident'), bram, 9).refused('niet-van-u', { owner: 'Anna' });
  });
});

describe('the ground', () => {
  const without = () => given(pressed(withoutCodeWord), at(5, anna, claimed(anna)));

  test('the right code word, or a trusted person who sees the holder', () => {
    owned(at(5, anna, wordChecked(anna, 'code-word')))
      .when(callFalse('code-word'), anna, 6)
      .then(calledFalse(anna, 'code-word'));
    owned().when(callFalse('trusted-person'), anna, 6).then(calledFalse(anna, 'trusted-person'));
  });

  test('a second person of the centre is one only where no code word was agreed', () => {
    owned().when(callFalse('second-person'), anna, 6).refused('codewoord-afgesproken');
    without().when(callFalse('second-person'), anna, 6).then(calledFalse(anna, 'second-person'));
  });

  test('a code word that nobody heard, or heard before the last press, is none', () => {
    owned().when(callFalse('code-word'), anna, 6).refused('codewoord-niet-gehoord');
    const story = owned();
    story.when(checkWord, anna, 6, { word: 'code-word' }).accepted();
    story.when(secondPress(7), button, 7).accepted();
    story.when(callFalse('code-word'), anna, 8).refused('codewoord-niet-gehoord');
    story.when(checkWord, anna, 9, { word: 'code-word' }).accepted();
    story.when(callFalse('code-word'), anna, 10).then(calledFalse(anna, 'code-word'));
  });

  test.each(['duress-word', 'wrong'] as const)('%s heard: there is none left', (word) => {
    for (const ground of ['code-word', 'trusted-person'] as const) {
      const story = owned();
      story.when(checkWord, anna, 6, { word: 'code-word' }).accepted();
      story.when(checkWord, anna, 7, { word }).accepted();
      story.when(callFalse(ground), anna, 8).refused('dwangwoord-gehoord');
      // Mistyped: said so with a reason, and asked again.
      story.when(unverify, anna, 9).accepted();
      story.when(callFalse(ground), anna, 10).then(calledFalse(anna, ground));
    }
  });

  test('a code word that was never agreed is none', () => {
    without().when(callFalse('code-word'), anna, 6).refused('geen-codewoord');
    without().when(callFalse('trusted-person'), anna, 6).then(calledFalse(anna, 'trusted-person'));
  });
});

describe('listened in to', () => {
  /** Anna hears sound from second 10 on. */
  const heard = (...rest: Parameters<typeof given>) =>
    given(
      pressed(withSound),
      at(1, listenIn, soundStarted(1)),
      at(5, anna, claimed(anna)),
      at(6, anna, listening(anna)),
      at(10, anna, hearing(anna, 'sound')),
      ...rest,
    );
  const wordless = () =>
    given(
      pressed({ ...withSound, ...withoutCodeWord }),
      at(1, listenIn, soundStarted(1)),
      at(5, anna, claimed(anna)),
      at(6, anna, listening(anna)),
      at(10, anna, hearing(anna, 'sound')),
    );

  test.each(['code-word', 'trusted-person'] as const)(
    '%s: closed by the owner alone once the plan’s listening time is met',
    (ground) => {
      const story = heard(at(20, anna, calledFalse(anna, ground)));
      story
        .when(close('false-accident'), anna, 39.9)
        .refused('minimale-luistertijd', { seconds: 1 });
      story.when(close('false-accident'), anna, 40).then(closedAs('false-accident', anna));
    },
  );

  test('in three keys once the word was typed: F9, the ground, confirmed', () => {
    const story = heard();
    story.when(checkWord, anna, 40, { word: 'code-word' }).accepted();
    story.when(callFalse('code-word'), anna, 41).accepted();
    story.when(close('false-accident', ''), anna, 41).then({
      ...closedAs('false-accident', anna),
      personal: { summary: '' },
    } as AlarmFact);
  });

  test('no code word: a second person, and the listening time all the same', () => {
    const story = wordless();
    story.when(callFalse('second-person'), anna, 20).accepted();
    story.when(close('false-accident'), bram, 39).refused('minimale-luistertijd', { seconds: 1 });
    story
      .when(close('false-accident'), anna, 40)
      .refused('tweede-persoon-nodig', { proposer: 'Anna' });
    story.when(close('false-accident'), bram, 40).then(closedAs('false-accident', anna, bram));
  });

  test.each(['silence', 'nothing', 'muted', 'headset-lost'] as const)(
    '%s is not listening: the time stands still',
    (hears) => {
      const story = heard(
        at(30, anna, hearing(anna, hears)),
        at(31, anna, calledFalse(anna, 'code-word')),
      );
      story
        .when(close('false-accident'), anna, 999)
        .refused('minimale-luistertijd', { seconds: 10 });
      story.when(reportHearing('sound'), anna, 1000).accepted();
      story.when(close('false-accident'), anna, 1010).then(closedAs('false-accident', anna));
    },
  );

  test('a colleague’s ears are not the owner’s', () => {
    const story = given(
      pressed(withSound),
      at(1, listenIn, soundStarted(1)),
      at(5, anna, claimed(anna)),
      at(6, bram, listening(bram), hearing(bram, 'sound')),
      at(7, anna, calledFalse(anna, 'code-word')),
    );
    story.when(close('false-accident'), anna, 999).refused('minimale-luistertijd', { seconds: 30 });
  });

  test('the line is gone before the time is met: a supervisor who did not propose it, with a reason', () => {
    const story = heard(
      at(20, listenIn, soundLost(20)),
      at(21, anna, calledFalse(anna, 'code-word')),
    );
    for (const person of [anna, bram])
      story
        .when(close('false-technical'), person, 99)
        .refused('minimale-luistertijd', { seconds: 20 });
    story.when(close('false-technical', ''), dirk, 99).refused('toelichting-ontbreekt');
    story.when(close('false-technical'), dirk, 99).then(closedAs('false-technical', anna, dirk));
  });

  test('while sound comes not even a supervisor skips the listening', () => {
    heard(at(20, anna, calledFalse(anna, 'code-word')))
      .when(close('false-accident'), dirk, 25)
      .refused('minimale-luistertijd', { seconds: 15 });
  });
});

describe.each([
  ['a button without sound', {}],
  ['a button whose sound never came', withSound],
])('nothing could be heard: %s', (_which, worn) => {
  const story = (ground: 'code-word' | 'trusted-person') =>
    given(pressed(worn), at(5, anna, claimed(anna)), at(6, anna, calledFalse(anna, ground)));

  test.each(['code-word', 'trusted-person'] as const)(
    '%s, and a second person besides',
    (ground) => {
      for (const result of harmless) {
        story(ground)
          .when(close(result), anna, 99)
          .refused('tweede-persoon-nodig', { proposer: 'Anna' });
        story(ground)
          .when(close(result), bram, 9)
          .then(closedAs(result, anna, bram));
      }
    },
  );

  test('a supervisor who proposed it needs a second person too', () => {
    given(pressed(worn), at(5, dirk, claimed(dirk)), at(6, dirk, calledFalse(dirk)))
      .when(close('false-accident'), dirk, 9)
      .refused('tweede-persoon-nodig', { proposer: 'Dirk' });
  });

  test('never a deadlock: a supervisor closes it as what it is, with a reason', () => {
    given(pressed(worn), at(5, dirk, claimed(dirk)))
      .when(close('unknown'), dirk, 9)
      .then(closedAs('unknown', dirk));
  });
});
