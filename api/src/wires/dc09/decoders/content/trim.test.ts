import { expect, test } from 'vitest';
import { trimmed } from './trim.ts';

test('what stands around a text is taken off, and what stands in it is not', () => {
  expect(trimmed(` "'hulp bij "de" balie'" `, /['"\s]/)).toBe(`hulp bij "de" balie`);
  expect(trimmed(' ]_20:15\0 \n', /[\0\s]/, 'end')).toBe(' ]_20:15');
  expect(trimmed('""', /"/)).toBe('');
});

test('however long a run stands inside, each character is looked at once at the most', () => {
  let looks = 0;
  const counting = Object.assign(/\s/, {
    test: (character: string) => {
      looks += 1;
      return character === ' ';
    },
  });
  expect(trimmed(` a${' '.repeat(4_000)}b `, counting)).toHaveLength(4_002);
  expect(looks).toBeLessThanOrEqual(4_004);
});
