// What a centre's provider may be, and when what it says counts as a second step.
import { expect, test } from 'vitest';
import { hasSecondStep, oidcProvider } from './oidc.ts';

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const entra = {
  issuer: 'https://login.example/tenant/v2.0',
  clientId: 'achterwacht',
  secretIds: [uuid(1)],
  buttonText: 'Werkaccount',
  secondStep: { claim: 'amr' as const, values: ['mfa', 'hwk'] },
};

test.each([
  ['no address', { issuer: 'login' }],
  ['an address with a question', { issuer: 'https://login.example/?tenant=1' }],
  ['a file', { issuer: 'file:///etc/passwd' }],
  ['no secret', { secretIds: [] }],
  ['nothing on the button', { buttonText: ' ' }],
  ['a second step that nothing says', { secondStep: { claim: 'amr', values: [] } }],
  ['a claim that says no such thing', { secondStep: { claim: 'email', values: ['x'] } }],
])('%s is none', (_what, other) => {
  expect(oidcProvider.safeParse(entra).success).toBe(true);
  expect(oidcProvider.safeParse({ ...entra, ...other }).success).toBe(false);
});

test.each([
  [{ amr: ['pwd', 'mfa'] }, true],
  [{ amr: 'hwk' }, true],
  [{ amr: ['pwd'] }, false],
  [{ amr: [] }, false],
  [{}, false],
  [{ acr: 'mfa' }, false],
  [{ amr: [['mfa']] }, false],
  [{ amr: { mfa: true } }, false],
])('%j: %s', (claims, counts) => {
  expect(hasSecondStep(entra, claims)).toBe(counts);
  expect(hasSecondStep({ secondStep: null }, claims)).toBe(false);
});
