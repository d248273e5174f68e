import { expect, it } from 'vitest';
import { windOf } from './compass.ts';

it.each([
  [0, 'noord'],
  [22, 'noord'],
  [23, 'noordoost'],
  [180, 'zuid'],
  [337, 'noordwest'],
  [338, 'noord'],
  [-90, 'west'],
])('%i', (degrees, wind) => {
  expect(windOf(degrees)).toBe(wind);
});
