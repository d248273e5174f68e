// How far what was heard may differ from what was agreed (domain: "Words").
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareWord } from './words.ts';

const agreed = { codeWord: 'zeewind', duressWord: 'oostenwind' };

describe.each([
  ['the code word', 'zeewind', 'code-word'],
  ['the duress word', 'oostenwind', 'duress-word'],
] as const)('%s', (_which, word, result) => {
  const [first, second, ...rest] = word;
  test.each([
    ['as agreed', word],
    ['in capitals', word.toUpperCase()],
    ['with spaces and a stop', ` ${word.slice(0, 3)} ${word.slice(3)}. `],
    ['with an accent', word.replace('e', 'é')],
    ['one letter less', word.slice(0, -1)],
    ['one letter more', `${word}s`],
    ['one letter other', `x${word.slice(1)}`],
    ['two letters in each other’s place', [second, first, ...rest].join('')],
  ])('%s is the same word', (_how, heard) => {
    expect(compareWord(heard, agreed)).toBe(result);
  });

  test.each([
    ['two letters less', word.slice(0, -2)],
    ['two letters other', `xx${word.slice(2)}`],
    ['two letters more', `${word}en`],
  ])('%s is another word', (_how, heard) => {
    expect(compareWord(heard, agreed)).toBe('wrong');
  });
});

test('of four letters none may differ', () => {
  const short = { codeWord: 'boom', duressWord: 'roos' };
  expect(compareWord('Boom', short)).toBe('code-word');
  expect(compareWord('roos!', short)).toBe('duress-word');
  for (const heard of ['boon', 'boo', 'bomo', 'rose'])
    expect(compareWord(heard, short)).toBe('wrong');
});

test('of five letters one may differ', () => {
  expect(compareWord('tulpm', { codeWord: 'tulpe', duressWord: null })).toBe('code-word');
});

test('as near to the one as to the other: never the one that says it is safe', () => {
  const alike = { codeWord: 'winde', duressWord: 'wonde' };
  expect(compareWord('wende', alike)).toBe('duress-word');
  expect(compareWord('winde', alike)).toBe('code-word');
  expect(compareWord('anders', { codeWord: 'zeewind', duressWord: 'Zeewind' })).toBe('wrong');
  expect(compareWord('zeewind', { codeWord: 'zeewind', duressWord: 'Zeewind' })).toBe(
    'duress-word',
  );
});

test('what is not agreed is not compared with', () => {
  expect(compareWord('zeewind', { codeWord: null, duressWord: null })).toBeNull();
  expect(compareWord('zeewind', { codeWord: null, duressWord: 'oostenwind' })).toBeNull();
  expect(compareWord('oostenwind', { codeWord: null, duressWord: 'oostenwind' })).toBe(
    'duress-word',
  );
  expect(compareWord('oostenwind', { codeWord: 'zeewind', duressWord: null })).toBe('wrong');
  for (const heard of ['', ' ', '!?']) expect(compareWord(heard, agreed)).toBe('wrong');
});

test('no word passes for the code word that differs from it in more than one place', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 5, maxLength: 9 });
  fc.assert(
    fc.property(letters, letters, (one, other) => {
      const result = compareWord(one, { codeWord: other, duressWord: null });
      const differs = Math.abs(one.length - other.length) > 1 || distance(one, other) > 2;
      if (differs) expect(result).toBe('wrong');
      if (one === other) expect(result).toBe('code-word');
    }),
  );
});

/** Levenshtein, in which two letters that changed places are two. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [place, compared] of [...other].entries())
      next.push(
        Math.min(
          next[place]! + 1,
          row[place + 1]! + 1,
          row[place]! + (letter === compared ? 0 : 1),
        ),
      );
    row = next;
  }
  return row.at(-1)!;
}
