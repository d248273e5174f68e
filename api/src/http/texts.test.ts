// What the api says by itself: by how many there are, and in whose language.
import { expect, test } from 'vitest';
import { sentenceFor, textOf } from './texts.ts';

test('what depends on how many there are is said of that many', () => {
  const said = (count: number) => [
    textOf('mail_lines_not_tested', { count }),
    textOf('mail_lines_not_tested', { count }, 'en'),
  ];
  expect(said(1)).toEqual([
    expect.stringContaining('1 telefoonnummer van een meldkamer'),
    expect.stringContaining('1 phone number of a control room'),
  ]);
  expect(said(2)).toEqual([
    expect.stringContaining('2 telefoonnummers van meldkamers'),
    expect.stringContaining('2 phone numbers of control rooms'),
  ]);
});

test('a code without a sentence is said as it is, a text without a name is a mistake', () => {
  expect(sentenceFor('refusal', 'al-aangenomen', { owner: 'Anna', at: '14:02' })).toBe(
    'Al aangenomen door Anna 14:02',
  );
  expect(sentenceFor('error', 'no-such-code')).toBe('no-such-code');
  expect(() => textOf('no_such_text')).toThrow();
});
