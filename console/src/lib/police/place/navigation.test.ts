import { expect, test } from 'vitest';
import { navigationLink } from './navigation.ts';

const place = { latitude: 52.38144, longitude: 4.63633 };

test.each([
  ['Mozilla/5.0 (Linux; Android 15; SM-S921B)', 'geo:52.38144,4.63633?q=52.38144,4.63633'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)', 'maps:?daddr=52.38144,4.63633'],
])('%s is given the coordinates, as it takes them', (device, link) => {
  expect(navigationLink(place, device)).toBe(link);
});
