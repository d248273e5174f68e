import { metresBetween } from '@achterwacht/shared/geo/distance.ts';
import { expect, it } from 'vitest';
import { directionTo } from './directions.ts';
import { movedBy } from './moved-by.ts';

const market = { latitude: 52.51243, longitude: 6.09184 };

it.each([
  [1, 0, 1, '↑'],
  [0, 1, 1, '→'],
  [-10, 0, 10, '↓'],
  [0, -10, 10, '←'],
])('%i m north and %i m east are as far as they say', (north, east, metres, arrow) => {
  const moved = movedBy(market, north, east);
  const { latitude, longitude } = moved;
  const far = metresBetween(market.latitude, market.longitude, latitude, longitude);
  expect(Math.abs(far - metres)).toBeLessThan(0.1);
  expect(directionTo(market, moved).arrow).toBe(arrow);
});

it('comes back to where it was', () => {
  expect(movedBy(movedBy(market, 0, 1), 0, -1)).toEqual(market);
});
