import type { Role } from '@achterwacht/shared/roles.ts';
import { expect, it } from 'vitest';
import { firstPage } from './first-page.ts';

it.each([
  ['centralist', '/console'],
  ['supervisor', '/console'],
  ['administrator', '/beheer'],
  ['oov-officer', '/gemeente'],
  ['griffier', '/gemeente/meldingen'],
  ['secretary', '/gemeente/meldingen'],
  ['manager', '/gemeente/meldingen'],
  ['holder', '/welkom'],
  ['carer', '/welkom'],
  ['supplier', '/beheer/knoppen'],
  ['auditor', '/controle'],
] satisfies [Role, string][])('%s begins at %s', (role, path) =>
  expect(firstPage({ role, offDutySince: null })).toBe(path),
);

it('is where it is said why, for whoever has no duty', () => {
  const offDutySince = '2026-11-01T23:00:00.000Z';
  expect(firstPage({ role: 'centralist', offDutySince })).toBe('/welkom');
});
