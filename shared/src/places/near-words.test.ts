import { expect, it } from 'vitest';
import { postWords, withSpacedPostcode } from './near-words.ts';

it.each([
  ['A9-345', 'A9, hectometer 34,5'],
  ['A2-1089', 'A2, hectometer 108,9'],
  ['N201-7', 'N201, hectometer 0,7'],
  ['A12-34.5b', 'A12, hectometer 34,5 b'],
  ['Rijksweg 12', 'Rijksweg 12'],
])('%s', (name, words) => {
  expect(postWords(name)).toBe(words);
});

it('parts a postcode as it is read', () => {
  expect(withSpacedPostcode('Grote Markt 2, 2011RD Haarlem')).toBe(
    'Grote Markt 2, 2011 RD Haarlem',
  );
  expect(withSpacedPostcode('Grote Markt 2, 2011 RD Haarlem')).toBe(
    'Grote Markt 2, 2011 RD Haarlem',
  );
});
