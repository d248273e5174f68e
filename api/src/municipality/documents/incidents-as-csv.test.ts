// What Excel in a Dutch office makes of it, and what it must never carry out.
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { noWords } from '@achterwacht/shared/municipality/incident.ts';
import { incidentsAsCsv } from './incidents-as-csv.ts';

const one = {
  id: '00000000-0000-4000-8000-000000000001',
  status: 'completed',
  facts: {
    alarmNumber: 1042,
    kind: 'duress',
    outcome: 'real-incident',
    needless: false,
    police: { class: 'prio-1', incidentNumber: '2026-0042' },
    times: {
      received: '2026-03-29T00:59:58.000Z',
      claimed: '2026-03-29T01:00:05.250Z',
      closed: '2026-03-29T01:20:00.000Z',
    },
  },
  holder: { name: 'Joke van Dam', function: 'wethouder' },
  words: { ...noWords, what: 'Geschreeuw; een "klap"\nen een ruit' },
  isErased: false,
  version: 3,
  changed: null,
} as const;

const dutch = (incidents: Parameters<typeof incidentsAsCsv>[0]) =>
  parse<Record<string, string>>(incidentsAsCsv(incidents, 'dutch'), {
    bom: true,
    delimiter: ';',
    columns: true,
  });

test('Dutch: a byte order mark, semicolons, a decimal comma, Amsterdam time over the change of clocks', () => {
  const text = incidentsAsCsv([one], 'dutch');
  expect(text.startsWith('\uFEFFAlarmnummer;Stand;Datum;')).toBe(true);
  expect(text.endsWith('\r\n')).toBe(true);
  expect(dutch([one])[0]).toMatchObject({
    Alarmnummer: '1042',
    Stand: 'ingevuld',
    Datum: '29-03-2026',
    Uitkomst: 'Daadwerkelijk incident',
    'Nodeloos doorgemeld': 'nee',
    'Doorgemeld als': 'Prio 1',
    'Nummer bij de politie': '2026-0042',
    Drager: 'Joke van Dam',
    'Ontvangen door de alarmcentrale': '01:59:58',
    Aangenomen: '03:00:05',
    'Aangenomen – seconden na ontvangst': '7,3',
    'Eerste geluid gehoord': '',
    'Eerste geluid gehoord – seconden na ontvangst': '',
    Wat: 'Geschreeuw; een "klap"\nen een ruit',
  });
});

test('Dutch: what happened after midnight has its day', () => {
  const times = { received: '2026-11-26T22:58:00.000Z', closed: '2026-11-26T23:04:10.000Z' };
  const late = { ...one, facts: { ...one.facts, outcome: 'false-technical' as const, times } };
  expect(dutch([late])[0]).toMatchObject({
    Datum: '26-11-2026',
    'Ontvangen door de alarmcentrale': '23:58:00',
    Afgehandeld: '27-11-2026 00:04:10',
    Uitkomst: 'Technische oorzaak, geen gevaar',
  });
});

test('ISO: commas, decimal points, moments in UTC, the codes of the API', () => {
  const text = incidentsAsCsv([one], 'iso');
  expect(text.startsWith('alarm_number,status,kind,outcome,')).toBe(true);
  const [row] = parse<Record<string, string>>(text, { columns: true });
  expect(row).toMatchObject({
    outcome: 'real-incident',
    claimed_at: '2026-03-29T01:00:05.250Z',
    claimed_seconds: '7.3',
    handed_over_at: '',
  });
});

test.each(['=HYPERLINK("http://kwaad.test")', '+31', '-2', '@SUM(A1)', '\tx', '\rx', '＝1+1'])(
  'what begins like a formula is text: %j',
  (typed) => {
    for (const variant of ['dutch', 'iso'] as const) {
      const text = incidentsAsCsv(
        [{ ...one, holder: { ...one.holder, name: typed }, words: { ...one.words, why: typed } }],
        variant,
      );
      const cells = parse(text, {
        bom: true,
        delimiter: variant === 'dutch' ? ';' : ',',
      })[1]!;
      expect(cells.filter((cell) => cell === `'${typed}`)).toHaveLength(2);
      expect(cells.filter((cell) => /^[=+\-@\t\r＝]/u.test(cell))).toEqual([]);
    }
  },
);

test('an alarm that the centre opened again has no outcome', () => {
  const again = { ...one, facts: { ...one.facts, outcome: null } };
  expect(dutch([again])[0]).toMatchObject({ Uitkomst: 'heropend bij de alarmcentrale' });
});
