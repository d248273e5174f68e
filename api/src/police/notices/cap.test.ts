// CAP messages, judged by xmllint against the schema OASIS publishes with the standard
// (https://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2.xsd, kept beside this test as it came).
import { readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { capOf } from './cap.ts';
import type { Notice } from './notice.ts';

const schema = readFileSync(new URL('./schema/CAP-v1.2.xsd', import.meta.url), 'utf8');
const address = { sender: 'alarm@centrale.example', recipient: 'Meldkamer Noord-Holland' };

const handover: Notice = {
  id: '0192f0c1-7d3a-4b6e-9a51-2f6d8c0b1a23',
  kind: 'handover',
  mode: 'real',
  sentAt: '2026-03-02T08:01:10.250Z',
  centre: { name: 'Alarmcentrale Kennemerland', phone: '023 555 01 00' },
  alarm: {
    id: '0192f0c1-0000-4b6e-9a51-2f6d8c0b1a23',
    number: 1042,
    raisedAt: '2026-03-02T08:00:00.000Z',
  },
  handover: { id: '0192f0c1-7d3a-4b6e-9a51-2f6d8c0b1a23', sentAt: '2026-03-02T08:01:10.250Z' },
  class: 'prio-1',
  basis: 'sound',
  medical: false,
  person: { name: 'J. van Dam', function: 'wethouder' },
  doubts: [],
  heard: 'geschreeuw, "mes" <geroepen> & gestommel',
  situation: {
    weapon: 'yes',
    persons: 2,
    children: 'unknown',
    injured: 'no',
    perpetratorKnows: 'unknown',
  },
  reportedBefore: [
    { what: 'weapon-reported', year: 2025 },
    { what: 'children', year: 2024 },
  ],
  aol: null,
  text: null,
  place: { text: 'Haarlem', basis: 'nearest' },
  possiblePlace: {
    label: 'Stadhuis',
    address: 'Grote Markt 2, 2011 RD Haarlem',
    floor: '2e etage',
    metres: 8,
  },
  position: {
    latitude: 52.38144,
    longitude: 4.63633,
    accuracyMetres: 12,
    measuredAt: '2026-03-02T08:01:02.000Z',
    rd: 'RD 103 876 / 488 440',
    direction: 'oost',
  },
};
const message: Notice = {
  ...handover,
  id: '0192f0c1-9999-4b6e-9a51-2f6d8c0b1a23',
  kind: 'message',
  sentAt: '2026-03-02T08:04:00.000Z',
  text: 'Nader bericht: mogelijk loos – politie beslist',
};
const bare: Notice = {
  ...handover,
  class: 'assistance',
  basis: null,
  medical: true,
  person: null,
  heard: null,
  place: null,
  possiblePlace: null,
  position: null,
};

async function judge(xml: string) {
  const { valid, errors } = await validateXML({ xml, schema });
  return { valid, errors: errors.map((error) => error.message) };
}

it.each([
  ['a handover', handover],
  ['a further message', message],
  ['nothing known but that it happened', bare],
  ['a drill', { ...handover, mode: 'exercise' }],
  ['a test', { ...handover, mode: 'test' }],
  ['words that XML cannot hold', { ...handover, heard: 'a\u0000b\u0008c\uD800d]]>e\uFFFF' }],
  ['a place without a position', { ...handover, position: null }],
  ['a position without a place', { ...handover, place: null }],
] as [string, Notice][])('%s is valid against the schema', async (_what, notice) => {
  expect(await judge(capOf(notice, address))).toEqual({ valid: true, errors: [] });
});

test('the judge is awake: a status that is none is found', async () => {
  const wrong = capOf(handover, address).replace('Actual', 'Echt');
  expect((await judge(wrong)).valid).toBe(false);
});

it.each([
  ['real', 'Actual'],
  ['exercise', 'Exercise'],
  ['test', 'Test'],
] as const)('%s says %s, and nothing else', (mode, status) => {
  expect(capOf({ ...handover, mode }, address).match(/<status>\w+<\/status>/g)).toEqual([
    `<status>${status}</status>`,
  ]);
});

test('a further message points at what it adds to, by sender, identifier and moment', () => {
  expect(capOf(message, address)).toContain('<msgType>Update</msgType>');
  expect(capOf(message, address)).toContain(
    '<references>alarm@centrale.example,0192f0c1-7d3a-4b6e-9a51-2f6d8c0b1a23,2026-03-02T08:01:10+00:00</references>',
  );
  expect(capOf(handover, address)).not.toContain('references');
});

test('it is private, addressed, and in the words of the class', () => {
  const xml = capOf(handover, address);
  expect(xml).toContain('<scope>Private</scope><addresses>"Meldkamer Noord-Holland"</addresses>');
  expect(xml).toContain('<circle>52.38144,4.63633 0.012</circle>');
  expect(xml).toContain('Prio 1 – geverifieerd');
  expect(capOf(bare, address)).toContain('NIET GEVERIFIEERD');
});

test('D1 the place is what was measured, a known place beside it a possibility', () => {
  expect(capOf(handover, address)).toContain(
    '<areaDesc>In de buurt van Haarlem, mogelijk Stadhuis, Grote Markt 2, 2011 RD Haarlem, 2e etage, 8 m verderop</areaDesc>',
  );
});

test('D4 what is heard now, what is unknown and what was reported once', () => {
  const xml = capOf(handover, address);
  expect(xml).toContain(
    'Wapen gemeld, 2 personen, geen gewonden. Kinderen onbekend.\nEerder kinderen gemeld, 2024.',
  );
  expect(xml).toContain('<instruction>Onbekend of dader ervan weet, stil aanrijden.</instruction>');
  expect(xml).toContain('<valueName>weapon</valueName><value>yes</value>');
  expect(xml).toContain('<valueName>children</valueName><value>unknown</value>');
});

test('the same notice twice is the same to the letter', () => {
  expect(capOf(structuredClone(handover), address)).toBe(capOf(handover, address));
});
