// A number to call is read in one piece, and is still the same number.
import { expect, test } from 'vitest';
import { phoneText } from './phone-text.ts';

test.each(['088 000 10 01', '0800-8112', '+31 6-1234 5678'])('%s', (phone) => {
  const shown = phoneText(phone);
  expect(shown).not.toMatch(/ |-(?!\u2060)/);
  expect(shown.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')).toBe(phone);
});
