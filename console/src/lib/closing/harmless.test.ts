import {
  calledFalse,
  claimed,
  hearing,
  listening,
  released,
  soundLost,
  soundStarted,
} from '@achterwacht/shared/testing/facts.ts';
import {
  anna,
  at,
  bram,
  dirk,
  given,
  moment,
  pressed,
  system,
  withoutCodeWord,
  withSound,
} from '@achterwacht/shared/testing/given.ts';
import { describe, expect, it } from 'vitest';
import { afterProposalText, missingFor, missingText } from './harmless.ts';

type Past = Parameters<typeof given>;
const listenIn = system('listen-in');
const when = (second: number) => new Date(moment(second));

/** Anna has it and hears it from second 10 on; she proposes at second 20, unless told otherwise. */
const heard = (...rest: Past) =>
  given(
    pressed(withSound),
    at(1, listenIn, soundStarted(1)),
    at(5, anna, claimed(anna), listening(anna)),
    at(10, anna, hearing(anna, 'sound')),
    ...rest,
  ).alarm;
const proposed = (...rest: Past) => heard(at(20, anna, calledFalse(anna)), ...rest);
const said = (alarm: ReturnType<typeof heard>, person: typeof anna, second: number) =>
  missingText(missingFor(alarm, person, when(second)), alarm, person);

describe('what a proposed loos waits for', () => {
  it('is the rest of the listening time, as it runs', () => {
    expect(said(proposed(), anna, 25)).toBe('Luister nog 15 s mee met geluid.');
    expect(said(proposed(), bram, 25)).toBe('Anna luistert eerst nog 15 s mee met geluid.');
    expect(said(proposed(), anna, 40)).toBeNull();
  });

  it.each([
    ['muted', 'gedempt'],
    ['silence', 'stil'],
    ['nothing', 'geen geluid ontvangen'],
    ['headset-lost', 'headset los'],
  ] as const)('stands still while the owner hears %s, and says so', (hears, word) => {
    const alarm = proposed(at(25, anna, hearing(anna, hears)));
    expect(said(alarm, anna, 90)).toBe(
      `Luister nog 15 s mee met geluid. De tijd staat stil: ${word}.`,
    );
  });

  it('is said of whoever handles it where nobody does', () => {
    const alarm = proposed(at(25, anna, released(anna)));
    expect(said(alarm, bram, 90)).toBe(
      'De behandelaar luistert eerst nog 15 s mee met geluid. De tijd staat stil: niet meegeluisterd.',
    );
  });

  it('is a supervisor once the sound is gone too early; he himself waits for nothing', () => {
    const alarm = proposed(at(25, listenIn, soundLost(25)));
    for (const person of [anna, bram]) expect(said(alarm, person, 90)).toContain('supervisor');
    expect(said(alarm, dirk, 90)).toBeNull();
  });

  it('is a colleague where nothing was heard, or the ground is one', () => {
    const mute = given(
      pressed(withSound),
      at(5, anna, claimed(anna)),
      at(6, anna, calledFalse(anna)),
    ).alarm;
    expect(said(mute, anna, 90)).toBe('Wacht op een tweede collega.');
    expect(said(mute, bram, 90)).toBeNull();
  });
});

describe('what comes after the proposal', () => {
  const next = (alarm: ReturnType<typeof heard>, second: number) =>
    afterProposalText(alarm, anna, 'code-word', when(second));

  it('is the own confirmation, with what is left of the time', () => {
    expect(next(heard(), 25)).toBe(
      'Daarna kunt u zelf bevestigen, na nog 15 s meeluisteren met geluid.',
    );
    expect(next(heard(), 41)).toBe('Daarna kunt u zelf bevestigen.');
  });

  it('is a colleague’s where no code word was agreed and nobody sees the holder', () => {
    const alarm = given(
      pressed({ ...withSound, ...withoutCodeWord }),
      at(1, listenIn, soundStarted(1)),
      at(5, anna, claimed(anna), listening(anna)),
      at(10, anna, hearing(anna, 'sound')),
    ).alarm;
    const words = (second: number) => afterProposalText(alarm, anna, 'second-person', when(second));
    expect(words(25)).toContain('Daarna bevestigt een tweede collega, na nog 15 s');
    expect(words(41)).toBe('Daarna bevestigt een tweede collega.');
  });
});
