import { expect, test } from 'vitest';
import { isFullLogIn, reachOf, wayOf } from './made-with.ts';

test.each([
  // made with, asks the role for a second step, has he one: what it reaches, and whether it may change factors
  ['password', true, true, 'nothing', false],
  ['password', true, false, 'nothing', true],
  ['password', false, false, 'everything', true],
  ['password', false, true, 'everything', false],
  ['code', true, true, 'everything', true],
  ['code', true, false, 'nothing', true],
  ['passkey:1', true, true, 'everything', true],
  ['recovery-code', true, true, 'everything', true],
  ['oidc', true, true, 'everything', true],
  ['oidc', true, false, 'everything', true],
  ['invitation', true, false, 'set-up', true],
  ['invitation', true, true, 'set-up', false],
  ['reset', true, false, 'set-up', true],
  ['reset', true, true, 'set-up', false],
  ['invitation', false, false, 'everything', true],
  [null, true, true, 'everything', false],
  [null, true, false, 'nothing', false],
] as const)('%s, needs %s, has %s: %s, %s', (madeWith, needsFactor, hasFactor, reach, full) => {
  expect(reachOf({ madeWith, needsFactor, hasFactor })).toBe(reach);
  expect(isFullLogIn({ madeWith, hasFactor })).toBe(full);
});

test('a passkey is one, whichever', () => {
  expect(wayOf('passkey:5a0c2a3e-0000-4000-8000-000000000001')).toBe('passkey');
  expect(wayOf('code')).toBe('code');
  expect(wayOf(null)).toBeNull();
});
