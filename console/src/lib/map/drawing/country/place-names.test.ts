import { expect, test } from 'vitest';
import type { Taken } from '../room.ts';
import { placeNamesIn } from './place-names.ts';

const haarlem = { latitude: 52.38084, longitude: 4.63683 };
const around = { west: 4.4, east: 4.9, south: 52.2, north: 52.5 };
const names = (zoom: number, taken: Taken[] = [], textScale = 1) =>
  [...placeNamesIn({ ...around, zoom }, taken, textScale)].map(([name]) => name);

test('the closer one looks the more names there are', () => {
  expect(names(8)).toEqual(['Amsterdam']);
  expect(names(12).length).toBeGreaterThan(names(10).length);
});

test('the name of a town gives way to the known place that stands on it, and to nothing that stands beside it', () => {
  const known = (latitude: number): Taken => ({
    latitude,
    longitude: haarlem.longitude,
    room: { left: -8, top: -8, right: 90, bottom: 32 },
  });
  expect(names(12, [known(haarlem.latitude)])).not.toContain('Haarlem');
  expect(names(12, [known(haarlem.latitude + 0.03)])).toContain('Haarlem');
});

test('larger letters leave room for fewer', () => {
  expect(names(10, [], 1.3).length).toBeLessThan(names(10).length);
});
