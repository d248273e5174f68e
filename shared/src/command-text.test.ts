import { expect, it } from 'vitest';
import { lineText } from './command-text.ts';

it.each([
  ['a second line', 'Els\r\nBcc: x@voorbeeld.test'],
  ['a tab', 'Els\tBakker'],
  ['what turns the rest around', 'Els \u202Errekkab'],
  ['the same, isolated', 'Els \u2067rekkab'],
  ['a NUL', 'Els\0'],
  ['nothing', '  '],
])('%s is no name', (_what, name) => {
  expect(lineText(120).safeParse(name).success).toBe(false);
});

it.each(['Fatima el Amrani', 'Ægir Þór', 'ليلى', 'O’Neill-de Wit'])('%s is one', (name) => {
  expect(lineText(120).parse(name)).toBe(name);
});
