import { expect, test } from 'vitest';
import { nearbyText } from './nearby-text.ts';

test.each([
  [0, 'op dezelfde plaats'],
  [24, 'op dezelfde plaats'],
  [40, '40 m verderop'],
])('a press %i m away was pressed %s', (metres, where) => {
  const press = { alarmId: 'one', number: 1042, serial: '232', name: 'M. Koopmans', metres };
  expect(nearbyText({ ...press, pressedAt: '2026-11-21T13:02:00.000Z' })).toBe(
    `Knop 232 (M. Koopmans) drukte ${where} om 14:02`,
  );
});
