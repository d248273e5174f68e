import type { Municipality } from '@achterwacht/shared/routes/municipalities.ts';
import { describe, expect, test } from 'vitest';
import {
  codeNamed,
  detailsOf,
  entryOf,
  municipalityLabels,
  type Entry,
} from './municipality-entry.ts';

const typed = (changes: Partial<Entry>): Entry => ({
  ...entryOf(null),
  name: 'Haarlem',
  ...changes,
});
const problemsOf = (changes: Partial<Entry>) => {
  const read = detailsOf(typed(changes));
  return 'problems' in read ? read.problems : null;
};

test('a name is one of the list, or it is none', () => {
  expect(codeNamed(' haarlem ')).toBe('0392');
  expect(codeNamed('Haarl')).toBeNull();
  // Two are called that, and nobody guesses which.
  expect(codeNamed('Bergen')).toBeNull();
  expect(codeNamed('Bergen (Limburg)')).toBe('0893');
  expect(new Set(municipalityLabels).size).toBe(342);
});

test('nothing but a name is enough', () => {
  expect(detailsOf(typed({}))).toEqual({
    details: {
      code: '0392',
      dayAndNightPhone: null,
      office: null,
      contract: null,
      theme: null,
      language: null,
    },
  });
});

describe('what is wrong is said at its field', () => {
  test.each([
    [{ name: 'Haarlems' }, { name: 'name-not-listed' }],
    [{ dayAndNightPhone: 'altijd' }, { dayAndNightPhone: 'phone' }],
    [{ dayAndNightPhone: '112' }, { dayAndNightPhone: 'phone-elsewhere' }],
    [{ officePhone: '023 511 50 02' }, { officeName: 'office-without-name' }],
    [{ officeName: 'Joke', officeMail: 'joke' }, { officeMail: 'mail' }],
    [{ otherResponder: 'Beveiliging' }, { since: 'contract-without-start' }],
    [{ since: '2026-02-01', until: '2026-01-31' }, { until: 'ends-before-start' }],
    [{ hasTheme: true, fill: '#ffffff', text: '#eeeeee' }, { text: 'contrast' }],
    [
      { name: 'x', dayAndNightPhone: 'y', officeMail: 'z' },
      {
        name: 'name-not-listed',
        dayAndNightPhone: 'phone',
        officeName: 'office-without-name',
        officeMail: 'mail',
      },
    ],
  ] as [Partial<Entry>, object][])('%j', (changes, problems) => {
    expect(problemsOf(changes)).toEqual(problems);
  });
});

test('what the server gave is what goes back when nobody changes anything', () => {
  const municipality: Municipality = {
    id: '00000000-0000-4000-8000-000000000001',
    name: 'Haarlem',
    code: '0392',
    province: 'Noord-Holland',
    controlRoom: 'noord-holland',
    dayAndNightPhone: '023 511 50 01',
    office: { name: 'Joke', phone: null, mail: 'joke@haarlem.test' },
    contract: { since: '2026-01-01', until: null, otherResponder: 'X', closingText: null },
    theme: { fill: '#000000', text: '#ffffff' },
    language: 'en',
    endedAt: null,
    buttons: 0,
    members: 0,
    version: 3,
  };
  const { code, dayAndNightPhone, office, contract, theme, language } = municipality;
  expect(detailsOf(entryOf(municipality))).toEqual({
    details: { code, dayAndNightPhone, office, contract, theme, language },
  });
});
