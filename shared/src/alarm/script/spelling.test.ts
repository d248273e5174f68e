import { expect, it } from 'vitest';
import { digitByDigit, spelled, spelledWords } from './spelling.ts';

it.each([
  ['Haarlem', 'Hendrik Anton Anton Rudolf Lodewijk Eduard Maria'],
  ['IJmuiden', 'IJmuiden Maria Utrecht Izaak Dirk Eduard Nico'],
  ['Rijswijk', 'Rudolf IJmuiden Simon Willem IJmuiden Karel'],
  ["'t Zand", 'apostrof Theodor spatie Zaandam Anton Nico Dirk'],
  ['Fryslân', 'Ferdinand Rudolf Ypsilon Simon Lodewijk Anton circonflexe Nico'],
  ['Egmond-2b', 'Eduard Gerard Maria Otto Nico Dirk streepje twee Bernard'],
])('%s', (text, expected) => {
  expect(spelled(text)).toBe(expected);
});

it('names all letters of the alphabet', () => {
  expect(spelled('abcdefghijklmnopqrstuvwxyz').split(' ')).toHaveLength(25);
  expect(spelled('abcdefghijklmnopqrstuvwxyz')).not.toMatch(/(^| )[a-z]( |$)/);
});

it('says digits one by one', () => {
  expect(digitByDigit('103 876')).toBe('een nul drie   acht zeven zes');
});

it('spells an address word by word, a postcode in one', () => {
  expect(spelledWords("'t Zand 2b, 2011 RD Haarlem")).toEqual([
    { said: "'t", spelled: 'apostrof Theodor' },
    { said: 'Zand', spelled: 'Zaandam Anton Nico Dirk' },
    { said: '2b', spelled: 'twee Bernard' },
    { said: '2011 RD', spelled: 'twee nul een een, Rudolf Dirk' },
    { said: 'Haarlem', spelled: 'Hendrik Anton Anton Rudolf Lodewijk Eduard Maria' },
  ]);
});
