// The real typesetter in its real process: half a sheet that a screen reader can read, with a code on it, and no person.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printDocument } from '../../print/print-document.ts';
import { handOutOf } from './hand-out-of.ts';

const template = join(import.meta.dirname, 'hand-out.typ');
const about = {
  serial: '231',
  endsAt: '2026-11-22T22:59:00.000Z',
  municipality: 'Haarlem',
  municipalityPhone: '023 000 00 00',
  centre: 'Alarmcentrale Noord',
  centrePhone: '088 000 00 00',
  address: 'https://alarm.voorbeeld.test/mijn-knop',
};

test('2.7 is one page of A5, PDF/UA-1, in Dutch', async () => {
  const pdf = (await printDocument(template, handOutOf(about))).toString('latin1');
  expect(pdf).toMatch(/pdfuaid:part[>="]+1/);
  expect(pdf).toMatch(/\/Lang \(nl\)/);
  expect(pdf).toMatch(/\/Count 1\b/);
  // 148 by 210 millimetres, in points.
  expect(pdf).toMatch(/\/MediaBox \[0 0 419\.\d+ 595\.\d+\]/);
});

test('2.7 says what happens, until when it is lent, and where to ask', () => {
  const sheet = handOutOf(about);
  expect(sheet.press.steps).toHaveLength(5);
  expect(sheet.agreed.rows).toEqual([
    ['Knop', '231'],
    ['U heeft de knop tot', '22 november 2026'],
    ['Vragen aan de gemeente Haarlem', '023 000 00 00'],
    ['Vragen aan Alarmcentrale Noord', '088 000 00 00'],
  ]);
  expect(sheet.code.svg).toMatch(/^<svg .*<path d="M/);
  // On its own, so that it is typed over as it is.
  expect(sheet.code.address).toBe(about.address);
});

test.each(['', ' '])('nobody is sent to a telephone without a number: %j', (centrePhone) => {
  const { rows } = handOutOf({ ...about, centrePhone }).agreed;
  expect(rows.map(([what]) => what)).toEqual([
    'Knop',
    'U heeft de knop tot',
    'Vragen aan de gemeente Haarlem',
  ]);
});

test.each(['#panic("x")', '= kop *vet* $x$ <a> @b', '\\u{0}'])(
  'what somebody typed is text: %j',
  async (municipality) => {
    const sheet = handOutOf({ ...about, municipality });
    const pdf = (await printDocument(template, sheet)).toString('latin1');
    expect(pdf).toContain('/StructTreeRoot');
  },
);

test('no sentence is longer than somebody reads at once', () => {
  const { press, accident, care } = handOutOf(about);
  const sentences = [...press.steps, accident.text, ...care.lines].flatMap((text) =>
    text.split(/(?<=[.?!])\s+/),
  );
  for (const sentence of sentences) expect(sentence.split(/\s+/).length).toBeLessThanOrEqual(15);
});
