import { expect, it } from 'vitest';
import { directionTo, distanceText } from './directions.ts';

const haarlem = { latitude: 52.381, longitude: 4.637 };

it.each([
  [{ latitude: 52.4, longitude: 4.637 }, '↑'],
  [{ latitude: 52.374, longitude: 4.89 }, '→'],
  [{ latitude: 52.3, longitude: 4.637 }, '↓'],
  [{ latitude: 52.39, longitude: 4.6225 }, '↖'],
])('points the arrow', (to, arrow) => expect(directionTo(haarlem, to).arrow).toBe(arrow));

it('measures', () => {
  expect(directionTo(haarlem, { latitude: 52.374, longitude: 4.89 }).metres / 1000).toBeCloseTo(
    17.2,
    0,
  );
});

it.each([
  [84, '80 m'],
  [1_234, '1,2 km'],
  [34_499, '34 km'],
])('%i metres', (metres, text) => expect(distanceText(metres)).toBe(text));
