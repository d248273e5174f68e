import { describe, expect, it } from 'vitest';
import { municipalities } from '../../places/municipalities.ts';
import { isWithin, municipalityAt, outlineOf } from './outline.ts';

const zwolle = outlineOf('0193')!;

describe('the outline of a municipality', () => {
  it('is there for each of the list', () => {
    for (const code of municipalities.keys()) expect(outlineOf(code)?.length).toBeGreaterThan(0);
    expect(outlineOf('9999')).toBeNull();
  });

  it.each([
    ['Grote Markt, Zwolle', 52.51243, 6.09184, true],
    ['Wijhe, in Olst-Wijhe', 52.387, 6.134, false],
    ['Kampen', 52.5563, 5.9117, false],
  ])('has %s or has it not', (_where, latitude, longitude, expected) => {
    expect(isWithin(zwolle, latitude, longitude)).toBe(expected);
  });

  it.each([
    ['Grote Markt, Haarlem', 52.38144, 4.63633, 'Haarlem'],
    ['Vrijthof, Maastricht', 50.84917, 5.68861, 'Maastricht'],
    ['Den Burg', 53.0547, 4.7975, 'Texel'],
    ['Antwerpen', 51.2194, 4.4025, undefined],
    ['the North Sea', 53.2, 3.8, undefined],
  ])('says whose ground %s is', (_where, latitude, longitude, name) => {
    expect(municipalities.get(municipalityAt(latitude, longitude) ?? '')?.name).toBe(name);
  });
});
