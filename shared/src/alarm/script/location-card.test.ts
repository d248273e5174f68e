import { describe, expect, it, test } from 'vitest';
import type { Position } from '../../signals.ts';
import type { KnownPlace } from '../../places/known-place.ts';
import type { Near } from '../../places/near.ts';
import { ageText, locationCardOf } from './location-card.ts';

const now = new Date('2026-03-02T08:00:20.000Z');
const receivedAt = '2026-03-02T08:00:12.000Z';
const fix = (changes: Partial<Position> = {}): Position => ({
  latitude: 52.38144,
  longitude: 4.63633,
  accuracyMetres: 12,
  altitudeMetres: null,
  speedMetresPerSecond: null,
  headingDegrees: null,
  fixAt: null,
  source: 'gnss',
  ...changes,
});
const personal = (changes: Partial<Position> = {}) => ({
  position: { fix: fix(changes), receivedAt },
  place: { text: 'Haarlem', basis: 'nearest' as const },
});
const townHall: KnownPlace = {
  label: 'Stadhuis',
  address: 'Grote Markt 2, 2011 RD Haarlem',
  floor: 'tweede verdieping',
  latitude: 52.38118,
  longitude: 4.6361,
};

test('a button that may be at a known place: address, floor, both grids, spelled', () => {
  expect(locationCardOf(personal({ accuracyMetres: 40 }), [townHall], now)).toEqual({
    place: { text: 'Haarlem', basis: 'nearest' },
    possibly: {
      label: 'Stadhuis',
      address: 'Grote Markt 2, 2011 RD Haarlem',
      floor: 'tweede verdieping',
      metres: 33,
    },
    municipality: 'Haarlem',
    near: null,
    wgs84: '52,38144 N 4,63633 O',
    rd: 'RD 103 876 / 488 440',
    isUnbelieved: false,
    accuracyMetres: 40,
    isAccuracyAssumed: false,
    ageSeconds: 8,
    direction: null,
    nearestKnownPlace: { label: 'Stadhuis', metres: 33, wind: null },
    spelled: {
      place: expect.arrayContaining([
        { said: 'Grote', spelled: 'Gerard Rudolf Otto Theodor Eduard' },
        { said: '2011 RD', spelled: 'twee nul een een, Rudolf Dirk' },
      ]) as unknown,
      rd: 'R D   een nul drie   acht zeven zes   /   vier acht acht   vier vier nul',
    },
  });
});

describe('the place that is said', () => {
  it('is what somebody stated, before all', () => {
    const told = personal({ accuracyMetres: 40 });
    const stated = { ...told, place: { text: 'Spaarne 10', basis: 'stated' as const } };
    expect(locationCardOf(stated, [townHall], now)).toMatchObject({
      place: { text: 'Spaarne 10', basis: 'stated' },
      possibly: null,
      spelled: { place: [{ said: 'Spaarne' }, { said: '10', spelled: 'een nul' }] },
    });
  });

  it('is the nearest town, marked as a guess, away from known places', () => {
    const card = locationCardOf(personal({ latitude: 52.39 }), [townHall], now);
    expect(card.place).toEqual({ text: 'Haarlem', basis: 'nearest' });
    expect(card.possibly).toBeNull();
    expect(card.nearestKnownPlace).toEqual({ label: 'Stadhuis', metres: 981, wind: 'noord' });
  });

  it('is looked up where the alarm has none', () => {
    expect(locationCardOf({ ...personal(), place: null }, [], now).place).toEqual({
      text: 'Haarlem',
      basis: 'nearest',
    });
  });
});

test('D1 a fix that does not cover a known place stays where it was measured, without a floor', () => {
  expect(locationCardOf(personal(), [townHall], now)).toMatchObject({
    place: { text: 'Haarlem', basis: 'nearest' },
    possibly: null,
    nearestKnownPlace: { label: 'Stadhuis', metres: 33 },
    spelled: { place: [{ said: 'Haarlem' }] },
  });
});

test('D1 a desk that has not opened the dossier says the same', () => {
  const possibly = { label: 'Stadhuis', address: 'Grote Markt 2', floor: null, metres: 33 };
  const place = { text: 'Haarlem', basis: 'nearest' as const, possibly };
  expect(locationCardOf({ ...personal(), place }, [], now).possibly).toEqual(possibly);
});

describe('what a register says of the land around', () => {
  const near: Near = {
    at: { latitude: 52.38144, longitude: 4.63633 },
    municipality: 'Bloemendaal',
    register: 'answered',
    address: { text: 'Zijlstraat 4, 2011TN Haarlem', latitude: 52.38155, longitude: 4.63633 },
    post: { text: 'A9-345', latitude: 52.3821, longitude: 4.63633 },
    roads: [{ name: 'Zijlstraat', metres: 9 }],
  };

  it('stands beside the place, with how far it is, and never in its stead', () => {
    expect(locationCardOf(personal(), [], now, near)).toMatchObject({
      place: { text: 'Haarlem', basis: 'nearest' },
      possibly: null,
      municipality: 'Bloemendaal',
      near: {
        register: 'answered',
        address: { text: 'Zijlstraat 4, 2011 TN Haarlem', metres: 12 },
        post: { text: 'A9, hectometer 34,5', metres: 73 },
        roads: [{ name: 'Zijlstraat', metres: 9 }],
      },
      spelled: { place: [{ said: 'Zijlstraat' }, { said: '4' }, { said: '2011 TN' }, {}] },
    });
  });

  it('is not told of where somebody no longer is', () => {
    const moved = locationCardOf(personal({ latitude: 52.3818 }), [], now, near);
    expect(moved).toMatchObject({ municipality: 'Haarlem', near: null });
  });

  it('is not spelled before an address that was stated, or a known place that the fix covers', () => {
    const said = (card: ReturnType<typeof locationCardOf>) => card.spelled.place?.[0]?.said;
    const stated = { ...personal(), place: { text: 'Spaarne 10', basis: 'stated' as const } };
    expect(said(locationCardOf(stated, [], now, near))).toBe('Spaarne');
    expect(said(locationCardOf(personal({ accuracyMetres: 40 }), [townHall], now, near))).toBe(
      'Grote',
    );
  });
});

test.each([
  ['on the spot', 52.38118, 12, { metres: null, wind: null }],
  ['nearer than a telephone knows', 52.3813, 5, { metres: null, wind: null }],
  ['within what the fix may be off', 52.3822, 150, { metres: 113, wind: null }],
  ['beyond it', 52.3822, 12, { metres: 113, wind: 'noord' }],
] as const)('a known place, %s', (_, latitude, accuracyMetres, away) => {
  const card = locationCardOf(
    personal({ latitude, longitude: 4.6361, accuracyMetres }),
    [townHall],
    now,
  );
  expect(card.nearestKnownPlace).toEqual({ label: 'Stadhuis', ...away });
});

describe('direction', () => {
  it.each([
    [null, null],
    [0.9, null],
    [1, 'oost'],
  ])('at %s m/s: %s', (speedMetresPerSecond, direction) => {
    const moving = personal({ speedMetresPerSecond, headingDegrees: 91 });
    expect(locationCardOf(moving, [], now).direction).toBe(direction);
  });
});

describe('age', () => {
  it('runs from the device’s own moment, and is never negative', () => {
    const aged = (fixAt: string) => locationCardOf(personal({ fixAt }), [], now).ageSeconds;
    expect(aged('2026-03-02T07:58:20.000Z')).toBe(120);
    expect(aged('2026-03-02T09:00:00.000Z')).toBe(0);
  });

  it.each([
    [1, '1 seconde oud'],
    [8, '8 seconden oud'],
    [90, '2 minuten oud'],
    [3_000, '50 minuten oud'],
    [7_200, '2 uur oud'],
  ])('%i', (seconds, text) => {
    expect(ageText(seconds)).toBe(text);
  });
});

test('across the border there is no grid, and no Dutch municipality far inside', () => {
  expect(locationCardOf(personal({ latitude: 51.2194, longitude: 4.4025 }), [], now)).toMatchObject(
    {
      municipality: null,
    },
  );
  expect(locationCardOf(personal({ latitude: 50.5, longitude: 4.4 }), [], now).rd).toBeNull();
});

test('without a position, or erased, every field is empty and nothing breaks', () => {
  const empty = locationCardOf(null, [townHall], now);
  expect(Object.values(empty).filter((value) => value !== null)).toEqual([
    false,
    false,
    { place: null, rd: null },
  ]);
});
