import { describe, expect, test } from 'vitest';
import { controlRoomCode } from '@achterwacht/shared/police/control-rooms.ts';
import { problemWith, readAnswers } from './answers.ts';
import { askFor } from './dialogue.ts';
import type { Said } from './said.ts';
import { inWords, type Language } from './words.ts';

const all: Said = {
  centre: 'Alarmcentrale Noord',
  phone: '088 123 45 67',
  'control-room': ['noord-holland=088 662 09 11,088 662 09 12'],
  municipality: 'haarlem',
  name: 'Els Bakker',
  email: 'Els@noord.test',
};

test('what is right is read as it is meant', () => {
  expect(readAnswers('nl', all)).toEqual({
    answers: {
      language: 'nl',
      centre: { name: 'Alarmcentrale Noord', phone: '088 123 45 67' },
      controlRooms: [
        { regionCode: 'noord-holland', phone: '088 662 09 11', second: '088 662 09 12' },
      ],
      municipality: '0392',
      administrator: { name: 'Els Bakker', email: 'els@noord.test' },
    },
  });
});

test.each([
  ['Den Bosch', '0796'],
  ['s-hertogenbosch', '0796'],
  ['’s-Gravenhage', '0518'],
  ['Den Haag', '0518'],
  ['Sudwest Fryslan', '1900'],
  ['bergen (limburg)', '0893'],
])('a municipality is known as %s', (municipality, code) => {
  expect(readAnswers('nl', { ...all, municipality })).toMatchObject({
    answers: { municipality: code },
  });
});

test.each(['nl', 'en'] as const)('%s: whatever is missing is named at once', (language) => {
  const read = readAnswers(language, {});
  const { missing } = inWords[language];
  expect(read).toEqual({
    problems: [missing.centre, missing.phone, missing['control-room'], missing.name, missing.email],
  });
});

describe('refused', () => {
  test.each([
    [{ phone: 'bel mij' }, /geen telefoonnummer/],
    [{ email: 'els' }, /geen mailadres/],
    [{ municipality: 'Haarlems' }, /geen “Haarlems”/],
    [{ municipality: 'Bergen' }, /geen “Bergen”.*Bergen \(Limburg\)/],
    [{ 'control-room': ['haarlem=088 123 45 67'] }, /Kies uit: noord-nederland/],
    [{ 'control-room': ['limburg='] }, /geen telefoonnummer/],
    [{ 'control-room': ['limburg=112'] }, /112 is altijd het laatste/],
    [{ 'control-room': ['limburg=088 1,088 2,088 3'] }, /geen telefoonnummer/],
    [{ 'control-room': ['limburg=0900 8844'] }, /“0900 8844” komt ergens anders uit/],
    [{ 'control-room': ['limburg=088 662 09 11,0906 12 34'] }, /“0906 12 34” komt ergens anders/],
    [{ 'control-room': ['limburg=088 662 09 11,0886620911'] }, /“0886620911” staat er twee keer/],
    [{ 'control-room': ['limburg=088 662 09 11', 'limburg=088 662 09 12'] }, /limburg staat er/],
    [{ centre: 'x'.repeat(81) }, /hooguit 80/],
    [{ name: 'x'.repeat(121) }, /hooguit 120/],
    [{ name: 'Els\nBakker' }, /één regel/],
  ] as [Said, RegExp][])('%j', (changed, problem) => {
    const read = readAnswers('nl', { ...all, ...changed });
    expect('problems' in read && read.problems).toEqual([expect.stringMatching(problem)]);
  });
});

test('every control room is known by the code that the refusal names', () => {
  for (const region of controlRoomCode.options)
    expect(
      problemWith('nl', 'control-room', { 'control-room': [`${region}=088 123 45 67`] }),
    ).toBeNull();
});

/** Answers in order; gives what was printed beside what was heard. */
async function talk(language: Language, said: Said, answers: string[]) {
  const printed: string[] = [];
  const heard = await askFor(
    {
      question: (text) => {
        printed.push(text);
        const next = answers.shift();
        if (next === undefined) throw new Error(`asked once more: ${text}`);
        return Promise.resolve(next);
      },
      print: (line) => void printed.push(line),
    },
    language,
    said,
  );
  expect(answers).toEqual([]);
  return { heard, printed: printed.join('\n') };
}

test('asked one by one, what is wrong is said at once and asked again; the region follows from the municipality', async () => {
  const { heard, printed } = await talk('nl', {}, [
    '',
    'Alarmcentrale Noord',
    'geen',
    '088 123 45 67',
    'Haarlem',
    '',
    '112',
    '088 662 09 11',
    '0886620911',
    '',
    'Els Bakker',
    'els@noord',
    'els@noord.test',
  ]);
  expect(readAnswers('nl', heard)).toMatchObject({
    answers: { controlRooms: [{ regionCode: 'noord-holland', second: null }] },
  });
  expect(printed).toContain('“geen” is geen telefoonnummer');
  expect(printed).toContain('“els@noord” is geen mailadres');
  // Nobody who answers is told of flags, and what was right is not asked again for what came after it.
  expect(printed).toMatch(/centrale \(bijvoorbeeld Alarmcentrale Noord\): \n {2}Dit is nodig/);
  expect(printed).not.toContain('--');
  expect(printed.match(/^Nummer van meldkamer/gm)).toHaveLength(3);
  expect(printed.match(/^Tweede nummer van meldkamer/gm)).toHaveLength(2);
  expect(printed).toContain('Nummer van meldkamer Noord-Holland');
});

test('without a municipality the control room is chosen; what the flags said is not asked; all of it in English', async () => {
  const { phone, centre, name } = all;
  const { heard, printed } = await talk('en', { phone, centre, name }, [
    '',
    '99',
    '10',
    '088 662 09 11',
    '088 662 09 12',
    'els@noord.test',
  ]);
  expect(readAnswers('en', heard)).toMatchObject({
    answers: { municipality: null, controlRooms: [{ regionCode: 'limburg' }] },
  });
  expect(printed).toContain('Type a number from 1 to 10.');
  expect(printed).not.toMatch(/Naam|meldkamer|Nummer/);
});
