import { describe, expect, it } from 'vitest';
import { nearestPlace } from './nearest-place.ts';

describe('nearestPlace', () => {
  it.each([
    ['Grote Markt, Haarlem', 52.38144, 4.63633, 'Haarlem', '0392'],
    ['Dam, Amsterdam', 52.37305, 4.89269, 'Amsterdam', '0363'],
    ['Vrijthof, Maastricht', 50.84917, 5.68861, 'Maastricht', '0935'],
  ])('%s', (_where, latitude, longitude, name, municipalityCode) => {
    expect(nearestPlace(latitude, longitude)).toMatchObject({ name, municipalityCode });
  });

  it('still names a place just across the border', () => {
    expect(nearestPlace(51.4, 4.93)?.distanceMetres).toBeLessThan(15_000);
  });

  it.each([
    ['Antwerpen', 51.2194, 4.4025],
    ['the North Sea', 53.2, 3.8],
    ['null island', 0, 0],
  ])('names nothing at %s', (_where, latitude, longitude) => {
    expect(nearestPlace(latitude, longitude)).toBeNull();
  });
});
