import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { situationOf, type Situation } from '../situation/state.ts';
import { planFlag } from '../plan/state.ts';
import { scriptField } from './fields.ts';
import { reportedOf } from './danger.ts';
import { locationCardOf } from './location-card.ts';
import { scriptOf, spokenSecondsOf, type ScriptFacts } from './script.ts';

const card = locationCardOf(
  {
    position: {
      fix: {
        latitude: 52.38144,
        longitude: 4.63633,
        accuracyMetres: 12,
        altitudeMetres: null,
        speedMetresPerSecond: 1.4,
        headingDegrees: 90,
        fixAt: null,
        source: 'gnss',
      },
      receivedAt: '2026-03-02T08:00:00.000Z',
    },
    place: { text: 'Grote Markt 2, 2011 RD Haarlem', basis: 'stated' },
  },
  [],
  new Date('2026-03-02T08:00:08.000Z'),
);

const nothingKnown: Situation = situationOf({ personal: null });
const everReported = reportedOf(planFlag.options, {
  'weapon-reported': 2025,
  children: 2024,
  'medical-need': 2023,
});

const facts: ScriptFacts = {
  class: 'prio-1',
  isVerified: true,
  because: ['sound', 'camera'],
  holder: { name: 'J. van Dam', function: 'wethouder' },
  toldName: null,
  description: 'vrouw, 41, donkerblauwe jas',
  heard: 'geschreeuw, "mes" geroepen',
  card,
  situation: { ...nothingKnown, weapon: 'yes', persons: 2, perpetratorKnows: 'no' },
  before: [],
  aol: null,
  callBackPhone: '023 555 01 00',
  alarmNumber: 1042,
};

test('a verified alarm, word for word', () => {
  expect(scriptOf(facts).fields).toEqual({
    who: 'Het gaat om wethouder J. van Dam, vrouw, 41, donkerblauwe jas.',
    heard: 'Gehoord: geschreeuw, "mes" geroepen.',
    where: 'Plaats: Grote Markt 2, Haarlem.',
    position: 'Positie 8 seconden oud, nauwkeurig tot 12 meter, beweegt naar oost.',
    basis: 'Prio 1 – geverifieerd door geluid.',
    danger: 'Wapen gemeld, 2 personen. Kinderen, gewonden onbekend.',
    approach: 'Dader weet van niets, stil aanrijden.',
    'call-back': 'Terugbelnummer 023 555 01 00, alarm 1042.',
  });
});

test('who is in no register is said by the name as it was told', () => {
  const { fields } = scriptOf({ ...facts, holder: null, toldName: 'Jannie', description: null });
  expect(fields.who).toBe('Het gaat om Jannie, naam zoals genoemd.');
});

test('F1 a position that anybody may have sent is said as not verified', () => {
  const { fields } = scriptOf({ ...facts, card: { ...card, isUnbelieved: true } });
  expect(fields.position).toBe('Positie 8 seconden oud, niet geverifieerd, beweegt naar oost.');
});

test('verified by a word alone, that is what was heard', () => {
  const duress = { ...facts, heard: null, because: ['duress-word' as const] };
  expect(scriptOf(duress).fields.heard).toBe('Gehoord: dwangwoord.');
});

test('the number of a room is said, and what is cut off ends once', () => {
  const possibly = { label: 'Stadhuis', address: 'Grote Kerkplein 15', metres: 0 };
  const at = (floor: string) =>
    scriptOf({
      ...facts,
      card: {
        ...card,
        place: { text: 'Zwolle', basis: 'nearest' },
        possibly: { ...possibly, floor },
        municipality: null,
      },
    }).fields.where;
  expect(at('kamer 1.12')).toBe(
    'Plaats: bij Zwolle, mogelijk Stadhuis, Grote Kerkplein 15, kamer 1.12.',
  );
  expect(at('achter de derde deur links')).toMatch(/achter de derde deur…$/);
});

test('an accuracy that the button did not state is said as an estimate', () => {
  const assumed = { ...card, accuracyMetres: 50, isAccuracyAssumed: true };
  expect(scriptOf({ ...facts, card: assumed }).fields.position).toBe(
    'Positie 8 seconden oud, nauwkeurigheid geschat op 50 meter, beweegt naar oost.',
  );
});

describe('what is not known is said as not known', () => {
  const bare = scriptOf({
    ...facts,
    class: 'assistance',
    isVerified: false,
    because: [],
    holder: null,
    description: null,
    heard: null,
    card: locationCardOf(null, [], new Date()),
    situation: nothingKnown,
  }).fields;

  it.each([
    ['who', 'Onbekend om wie het gaat.'],
    ['heard', 'Gehoord: nog niets beoordeeld.'],
    ['where', 'Adres onbekend.'],
    ['position', 'Geen positie van de knop.'],
    ['basis', 'Politieassistentie – NIET GEVERIFIEERD.'],
    ['danger', 'Wapen, aantal personen, kinderen, gewonden onbekend.'],
    ['approach', 'Onbekend of dader ervan weet, stil aanrijden.'],
  ] as const)('%s', (field, text) => {
    expect(bare[field]).toBe(text);
  });
});

test('a guessed place is said as one, with its municipality', () => {
  const guessed = { ...card, place: { text: 'Bentveld', basis: 'nearest' as const } };
  expect(scriptOf({ ...facts, card: { ...guessed, municipality: 'Zandvoort' } }).fields.where).toBe(
    'Plaats: in de buurt van Bentveld, gemeente Zandvoort.',
  );
});

test('an ordinary address is said whole, and nothing twice', () => {
  const stated = {
    text: 'Stadhuis, Grote Markt 2, 2011 RD Haarlem, 2e etage',
    basis: 'stated' as const,
  };
  const told = { ...card, place: stated, municipality: 'Haarlem' };
  expect(scriptOf({ ...facts, card: told }).fields.where).toBe(
    'Plaats: Stadhuis, Grote Markt 2, Haarlem, 2e etage.',
  );
});

describe('D1 a known place is said as a possibility beside the measured one', () => {
  const home = { label: 'Thuis', address: 'Bergerstraat 60, 6226 BD Maastricht' };
  it.each([
    [
      { ...home, floor: 'appartement 12', metres: 38 },
      'Plaats: bij Limmel, mogelijk Thuis, Bergerstraat 60, Maastricht, appartement 12, 38 meter verderop.',
    ],
    [
      { ...home, floor: null, metres: 0 },
      'Plaats: bij Limmel, mogelijk Thuis, Bergerstraat 60, Maastricht.',
    ],
  ])('%o', (possibly, said) => {
    const place = { text: 'Limmel', basis: 'nearest' as const };
    const told = { ...card, place, possibly, municipality: 'Maastricht' };
    expect(scriptOf({ ...facts, card: told }).fields.where).toBe(said);
  });
});

test('the agreement for this place is named, with its number and all that was agreed', () => {
  const aol = {
    number: '2026-0417',
    agreedResponse: 'directe surveillance',
    contact: 'wijkagent Kennemerland',
    validUntil: '2026-12-31',
    place: { label: 'Thuis', latitude: 52.38, longitude: 4.63 },
  };
  expect(scriptOf({ ...facts, aol }).fields.approach).toBe(
    'Dader weet van niets, stil aanrijden. AOL 2026-0417: directe surveillance, contact wijkagent Kennemerland',
  );
});

test('eight fields, none empty, and 45 seconds at the most, whatever is written into it', () => {
  const prose = fc
    .array(fc.string({ minLength: 1, maxLength: 14 }), { maxLength: 60 })
    .map((words) => words.join(' '));
  fc.assert(
    fc.property(prose, prose, prose, prose, fc.boolean(), (first, second, third, fourth, flag) => {
      const long: ScriptFacts = {
        ...facts,
        class: flag ? 'prio-1' : 'assistance',
        isVerified: flag,
        because: ['several-buttons'],
        holder: { name: first, function: second },
        description: third,
        heard: fourth,
        card: {
          ...card,
          place: { text: first, basis: flag ? 'nearest' : 'stated' },
          possibly: { label: second, address: third, floor: fourth, metres: 150 },
          municipality: third,
          direction: 'noordoost',
          accuracyMetres: 12_345,
        },
        situation: { ...nothingKnown, weapon: flag ? 'no' : 'unknown', persons: 12 },
        before: everReported,
        aol: {
          number: fourth,
          agreedResponse: first,
          contact: second,
          validUntil: '2026-12-31',
          place: { label: '', latitude: 52, longitude: 4 },
        },
        callBackPhone: '+31 23 555 01 00',
        alarmNumber: 123_456,
      };
      const { fields, spokenSeconds } = scriptOf(long);
      expect(Object.keys(fields)).toEqual(scriptField.options);
      expect(Object.values(fields).filter((text) => text.trim() === '')).toEqual([]);
      expect(spokenSeconds).toBeLessThanOrEqual(45);
    }),
  );
});

test('with every field as long as it may be, what was heard keeps nine words and the whole 45 seconds', () => {
  const words = (start: string) =>
    Array.from({ length: 40 }, (_, at) => start + 'abcdefghij'[at % 10]);
  const long = (start: string) => words(start).join(' ');
  const { fields, spokenSeconds } = scriptOf({
    ...facts,
    class: 'prio-1',
    because: ['several-buttons'],
    holder: { name: long('n'), function: long('f') },
    heard: long('h'),
    card: {
      ...card,
      ageSeconds: 3_540,
      accuracyMetres: 12_345,
      direction: 'noordoost',
      place: { text: long('p'), basis: 'nearest' },
      possibly: { label: 'Thuis', address: long('a'), floor: long('v'), metres: 150 },
      municipality: long('m'),
    },
    situation: {
      weapon: 'no',
      persons: 12,
      children: 'no',
      injured: 'no',
      perpetratorKnows: 'unknown',
    },
    before: everReported,
    aol: {
      number: '2026-0417',
      agreedResponse: long('r'),
      contact: long('c'),
      validUntil: '2026-12-31',
      place: { label: 'Thuis', latitude: 52.38, longitude: 4.63 },
    },
    callBackPhone: '+31 23 555 01 00',
    alarmNumber: 123_456,
  });
  expect(fields.heard.split(' ').length - 1).toBeGreaterThanOrEqual(9);
  expect(spokenSeconds).toBeLessThanOrEqual(45);
});

describe('D4 what is heard now, what is unknown and what was reported once are told apart', () => {
  const danger = (situation: Partial<Situation>, before = facts.before) =>
    scriptOf({ ...facts, situation: { ...nothingKnown, ...situation }, before }).fields.danger;
  const weaponOnce = reportedOf(['no-call', 'weapon-reported'], { 'weapon-reported': 2025 });

  it.each([
    [{}, 'Wapen, aantal personen, kinderen, gewonden onbekend. Eerder wapen gemeld, 2025.'],
    [
      { weapon: 'no', persons: 1 },
      'Geen wapen, 1 persoon. Kinderen, gewonden onbekend. Eerder wapen gemeld, 2025.',
    ],
    [
      { weapon: 'yes', persons: 3, children: 'yes', injured: 'yes' },
      'Wapen gemeld, 3 personen, kinderen aanwezig, gewonden.',
    ],
    [
      { weapon: 'no', persons: 0, children: 'no', injured: 'no' },
      'Geen wapen, 0 personen, geen kinderen, geen gewonden. Eerder wapen gemeld, 2025.',
    ],
  ] as const)('%o', (situation, said) => {
    expect(danger(situation, weaponOnce)).toBe(said);
  });

  it('says several, and one whose year nobody wrote down', () => {
    const before = reportedOf(['weapon-reported', 'children'], { children: 2024 });
    expect(danger({ persons: 2 }, before)).toBe(
      '2 personen. Wapen, kinderen, gewonden onbekend. Eerder gemeld: wapen, kinderen 2024.',
    );
    expect(danger({ persons: 2 }, before.slice(0, 1))).toContain('Eerder wapen gemeld.');
  });

  it.each([
    ['no', 'Dader weet van niets, stil aanrijden.'],
    ['yes', 'Dader weet van het alarm.'],
    ['unknown', 'Onbekend of dader ervan weet, stil aanrijden.'],
  ] as const)('the perpetrator knows: %s', (perpetratorKnows, said) => {
    const situation = { ...nothingKnown, perpetratorKnows };
    expect(scriptOf({ ...facts, situation }).fields.approach).toBe(said);
  });
});

test('digits take as long as they are said', () => {
  expect(spokenSecondsOf('een twee drie vier vijf zes zeven acht')).toBe(3);
  expect(spokenSecondsOf('12345678')).toBe(3);
  expect(spokenSecondsOf('– …')).toBe(0);
});
