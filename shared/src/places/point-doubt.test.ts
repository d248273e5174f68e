import { expect, it, test } from 'vitest';
import { outlineOf } from '../geo/municipalities/outline.ts';
import { doubtAbout } from './point-doubt.ts';

const zwolle = outlineOf('0193');
const doubt = (latitude: number, longitude: number, of = zwolle) =>
  doubtAbout({ latitude, longitude }, of);

test.each([
  ['on the market', 52.51243, 6.09184, null],
  ['two numbers in the other order', 6.09184, 52.51243, 'swapped'],
  ['in the next municipality', 52.5563, 5.9117, 'other-municipality'],
  ['a digit off', 51.51243, 6.09184, 'other-municipality'],
  ['in Nordhorn', 52.4319, 7.0684, 'abroad'],
  ['in the North Sea', 53.2, 3.8, 'abroad'],
  ['in Paris', 48.8566, 2.3522, 'abroad'],
  ['at the origin', 0, 0, 'abroad'],
] as const)('%s', (_where, latitude, longitude, why) => {
  expect(doubt(latitude, longitude)?.why ?? null).toBe(why);
});

it('says what was meant, and in which country it lies', () => {
  expect(doubt(6.09184, 52.51243)).toEqual({
    why: 'swapped',
    meant: { latitude: 52.51243, longitude: 6.09184 },
  });
  expect(doubt(52.4319, 7.0684)).toEqual({ why: 'abroad', country: 'DE' });
  expect(doubt(53.2, 3.8)).toEqual({ why: 'abroad', country: null });
});

it('asks nothing about a municipality whose outline it does not know', () => {
  expect(doubt(52.5563, 5.9117, null)).toBeNull();
});
