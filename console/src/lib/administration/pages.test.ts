// That the list of pages says what is there, and that nobody opens one that is not his.
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '@achterwacht/shared/roles.ts';
import { expect, test } from 'vitest';
import { mayOpen, pageAt, pagesFor } from './pages.ts';

const staffRoutes = join(import.meta.dirname, '../../routes/(staff)');

test('every entry leads to a page, and every page belongs to an entry', () => {
  const entries = (['administrator', 'supervisor'] as const).flatMap((role) =>
    pagesFor(role).map(({ path }) => path),
  );
  expect(entries[0]).toBe('/beheer');
  for (const path of entries)
    expect([path, existsSync(join(staffRoutes, path, '+page.svelte'))]).toEqual([path, true]);
  const pages = globSync('{beheer,controle}/**/+page.svelte', { cwd: staffRoutes }).map(
    (path) => `/${path.replace('/+page.svelte', '')}`,
  );
  expect(entries.filter((path) => !pages.includes(path))).toEqual([]);
  expect(pages.filter((path) => pageAt(path) === undefined)).toEqual([]);
});

test('a page below another is that one’s; the first has none below it', () => {
  expect(pageAt('/beheer/mensen/uitnodigen')?.path).toBe('/beheer/mensen');
  expect(pageAt('/beheer/mensenhandel')).toBeUndefined();
  expect(pageAt('/beheer/iets-anders')).toBeUndefined();
});

test('whoever may read the audit finds it beside the pages of running a centre', () => {
  const pathsFor = (role: Role) => pagesFor(role).map(({ path }) => path);
  expect(pathsFor('supervisor')).toContain('/controle');
  expect(pathsFor('auditor')).toEqual(['/controle']);
  expect(pathsFor('administrator')).not.toContain('/controle');
  expect(mayOpen('supervisor', '/controle/datalek')).toBe(true);
});

test('a supervisor sees what there is to do and helps with lost second steps, and invites nobody', () => {
  expect(mayOpen('supervisor', '/beheer')).toBe(true);
  expect(mayOpen('supervisor', '/beheer/tweede-stap')).toBe(true);
  expect(mayOpen('supervisor', '/beheer/mensen/uitnodigen')).toBe(false);
  expect(mayOpen('centralist', '/beheer')).toBe(false);
});
