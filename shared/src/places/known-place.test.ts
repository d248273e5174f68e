import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { possiblePlaceAt, possibleWords, type KnownPlace } from './known-place.ts';

const home: KnownPlace = {
  label: 'Thuis',
  address: 'Bergerstraat 60',
  floor: 'appartement 12',
  latitude: 50.85,
  longitude: 5.7,
};
/** 0.001 degree is 111 metres. */
const fix = (north: number, accuracyMetres: number | null) => ({
  latitude: home.latitude + north,
  longitude: home.longitude,
  accuracyMetres,
});

describe('D1 a known place is named only when the fix’s own accuracy covers it', () => {
  it.each([
    ['33 m away, accurate to 12 m', 0.0003, 12, null],
    ['33 m away, accurate to 34 m', 0.0003, 34, 33],
    ['178 m away, accurate to 12 m', 0.0016, 12, null],
    ['144 m away, accurate to 150 m', 0.0013, 150, 145],
    ['178 m away, accurate to 200 m: that covers whole streets', 0.0016, 200, null],
    ['at its point, and a mast said so', 0, 151, null],
    ['at its point, accurate to nothing', 0, 0, 0],
    ['44 m away, without an accuracy', 0.0004, null, 44],
    ['56 m away, without an accuracy', 0.0005, null, null],
  ])('%s', (_where, north, accuracyMetres, metres) => {
    expect(possiblePlaceAt([home], fix(north, accuracyMetres))?.metres ?? null).toBe(metres);
  });

  it('is the nearest one of two', () => {
    const office = { ...home, label: 'Werk', latitude: home.latitude + 0.0004 };
    expect(possiblePlaceAt([home, office], fix(0.0003, 100))?.label).toBe('Werk');
  });

  it('never lies farther off than the fix may be', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.01, max: 0.01, noNaN: true }),
        fc.option(fc.integer({ min: 0, max: 5_000 })),
        (north, accuracyMetres) => {
          const metres = possiblePlaceAt([home], fix(north, accuracyMetres))?.metres ?? 0;
          expect(metres).toBeLessThanOrEqual(Math.min(accuracyMetres ?? 50, 150));
        },
      ),
    );
  });
});

test('D1 it is said as a possibility, its floor once', () => {
  const possible = { label: 'Thuis', address: 'Bergerstraat 60', floor: 'appartement 12' };
  expect(possibleWords({ ...possible, metres: 38 })).toBe(
    'mogelijk Thuis, Bergerstraat 60, appartement 12, 38 m verderop',
  );
  expect(possibleWords({ ...possible, floor: null, metres: 0 })).toBe(
    'mogelijk Thuis, Bergerstraat 60',
  );
  const twice = { ...possible, address: 'Bergerstraat 60, appartement 12' };
  expect(possibleWords({ ...twice, metres: 0 })).toBe(
    'mogelijk Thuis, Bergerstraat 60, appartement 12',
  );
});
