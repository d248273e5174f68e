// The real typesetter in its real process: a PDF that a screen reader can read, whatever somebody typed.
import { expect, test } from 'vitest';
import { noWords } from '@achterwacht/shared/municipality/incident.ts';
import { printReport } from './print-report.ts';
import { reportOf, type Report } from './report-of.ts';

const reportWith = (words: Partial<typeof noWords>): Report =>
  reportOf({
    incident: {
      id: '00000000-0000-4000-8000-000000000001',
      status: 'completed',
      facts: {
        alarmNumber: 1042,
        kind: 'duress',
        outcome: 'threat',
        needless: false,
        police: { class: 'prio-1', incidentNumber: '2026-0042' },
        times: { received: '2026-11-26T03:23:01.000Z', claimed: '2026-11-26T03:24:06.400Z' },
      },
      holder: { name: 'Joke van Dam', function: 'wethouder' },
      words: { ...noWords, ...words },
      isErased: false,
      version: 2,
      changed: null,
    },
    municipality: 'Haarlem',
    centre: 'Alarmcentrale Noord',
    by: 'Fatima el Amrani',
    now: new Date('2026-11-26T10:00:00.000Z'),
  });

const readable = async (report: Report) => (await printReport(report)).toString('latin1');

test('is PDF/UA-1: tagged, in Dutch, with a title', async () => {
  const pdf = await readable(reportWith({ what: 'Geschreeuw aan de balie.\n\nEen ruit kapot.' }));
  expect(pdf.startsWith('%PDF-')).toBe(true);
  expect(pdf).toContain('/StructTreeRoot');
  expect(pdf).toMatch(/\/Marked true/);
  expect(pdf).toMatch(/\/Lang \(nl\)/);
  expect(pdf).toMatch(/pdfuaid:part[>="]+1/);
  expect(pdf).toContain('Melding bij alarm 1042');
});

test('F8 of a crowd that prints eight wait, the others are told at once, and afterwards there is room', async () => {
  const report = reportWith({});
  const settled = await Promise.allSettled(Array.from({ length: 20 }, () => printReport(report)));
  expect(settled.map(({ status }) => status)).toEqual([
    ...Array.from({ length: 8 }, () => 'fulfilled'),
    ...Array.from({ length: 12 }, () => 'rejected'),
  ]);
  await expect(printReport(report)).resolves.toBeDefined();
});

test('a letter that the typeface does not have is no reason to print nothing', async () => {
  const pdf = await readable(reportWith({ 'with-what': 'een 🔪, 汉字' }));
  expect(pdf).toContain('/StructTreeRoot');
  expect(pdf).not.toContain('pdfuaid:part');
});

test.each([
  '#panic("x")',
  '#import "/etc/passwd"',
  '= kop *vet* $x$ <a> @b',
  '```\n',
  '\\u{0}',
  '',
])('what somebody typed is text: %j', async (typed) => {
  const pdf = await readable(reportWith({ what: typed, why: typed, how: typed }));
  expect(pdf).toMatch(/pdfuaid:part[>="]+1/);
});

test('what happened after midnight has its day, and a harmless press is not called loos', () => {
  const report = reportOf({
    incident: {
      id: '00000000-0000-4000-8000-000000000001',
      status: 'draft',
      facts: {
        alarmNumber: 1042,
        kind: 'duress',
        outcome: 'false-accident',
        needless: false,
        times: { received: '2026-11-26T22:58:00.000Z', closed: '2026-11-26T23:04:10.000Z' },
      },
      holder: null,
      words: noWords,
      isErased: false,
      version: 1,
      changed: null,
    },
    municipality: 'Haarlem',
    centre: 'Alarmcentrale Noord',
    by: 'Fatima el Amrani',
    now: new Date('2026-11-27T10:00:00.000Z'),
  });
  expect(report.times.rows).toContainEqual(['Afgehandeld', '27-11-2026 00:04:10', '06:10']);
  expect(report.times.rows).toContainEqual(['Knop ingedrukt', 'niet bekend', '']);
  expect(report.facts.rows).toContainEqual(['Uitkomst', 'Per ongeluk, geen gevaar']);
});

test('says every stage, what did not happen too, and every question', () => {
  const { times, words, facts, footer } = reportWith({ why: 'Sluiting' });
  expect(times.rows).toContainEqual(['Aangenomen', '04:24:06', '01:05']);
  expect(times.rows).toContainEqual(['Politie ter plaatse', 'niet gebeurd', '']);
  expect(words.rows.map(([label]) => label)).toEqual([
    'Wie',
    'Wat',
    'Waar',
    'Waarmee',
    'Op welke wijze',
    'Wanneer',
    'Waarom',
  ]);
  expect(words.rows.at(-1)).toEqual(['Waarom', ['Sluiting']]);
  expect(words.rows[1]).toEqual(['Wat', ['niet ingevuld']]);
  expect(facts.rows).toContainEqual(['Drager', 'Joke van Dam, wethouder']);
  expect(facts.rows).toContainEqual(['Nummer bij de politie', '2026-0042']);
  expect(footer).toBe(
    'Vertrouwelijk. Afgedrukt door Fatima el Amrani, 26 november 2026, 11:00:00 CET.',
  );
});

test('of somebody who was erased it says that it was, and not that nobody knew', () => {
  const { words, facts } = reportOf({
    incident: {
      id: '00000000-0000-4000-8000-000000000001',
      status: 'completed',
      facts: { alarmNumber: 1042, kind: 'duress', outcome: 'threat', needless: false, times: {} },
      holder: null,
      words: noWords,
      isErased: true,
      version: 2,
      changed: null,
    },
    municipality: 'Haarlem',
    centre: 'Alarmcentrale Noord',
    by: 'Fatima el Amrani',
    now: new Date('2026-11-27T10:00:00.000Z'),
  });
  expect(facts.rows).toContainEqual(['Drager', 'gewist']);
  expect(words.rows[0]).toEqual(['Wie', ['gewist']]);
});

test('two who print at once both get theirs', async () => {
  const both = await Promise.all([reportWith({}), reportWith({})].map(readable));
  expect(both.map((pdf) => pdf.startsWith('%PDF-'))).toEqual([true, true]);
});
