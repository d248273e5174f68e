import { expect, it } from 'vitest';
import { countryAt } from './country.ts';

it.each([
  ['Haarlem, Grote Markt', 52.38144, 4.63633, 'NL'],
  ['Maastricht, Vrijthof', 50.84917, 5.68861, 'NL'],
  ['Vaals', 50.7704, 6.0145, 'NL'],
  ['Schiermonnikoog', 53.4786, 6.1625, 'NL'],
  ['Texel, Den Burg', 53.0547, 4.7975, 'NL'],
  ['Antwerpen', 51.2194, 4.4025, 'BE'],
  ['Lanaken, across the Maas', 50.8931, 5.6469, 'BE'],
  ['Aken, Dom', 50.7747, 6.084, 'DE'],
  ['Gronau', 52.2125, 7.0417, 'DE'],
  ['Emden', 53.3675, 7.2075, 'DE'],
  ['the North Sea', 53.2, 3.8, null],
  ['null island', 0, 0, null],
] as const)('%s', (_where, latitude, longitude, country) => {
  expect(countryAt(latitude, longitude)).toBe(country);
});
