// A hundred thousand frames with damage that was never tried before; whichever is answered wrongly is
// shown, with the seed that brings it back.
import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { damageAccepted, pressesLost, pressesLostInAStream } from './test-damage.ts';

const seed = randomInt(2 ** 32);

test('a press is heard whatever happens to the bytes around it', () => {
  expect({ seed, lost: pressesLost(seed, 100_000) }).toEqual({ seed, lost: [] });
});

test('cut short or run together in a stream, the press is still in one of the pieces', () => {
  expect({ seed, lost: pressesLostInAStream(seed, 20_000) }).toEqual({ seed, lost: [] });
});

test('no damage to an encrypted frame makes the decoder throw or accept', () => {
  expect({ seed, taken: damageAccepted(seed, 20_000) }).toEqual({ seed, taken: [] });
});
