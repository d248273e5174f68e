// No question that only reads is left out of the table of looks.
import { expect, test } from 'vitest';
import type { Route } from './route.ts';
import { routes } from './routes.ts';
import { accessActionNames, accessActions } from '../audit/actions.ts';
import { looks, looksBeside } from './looks.ts';

test('every question that only reads says whether what it shows is restricted, and what it writes down', () => {
  const reads = Object.entries(routes as Record<string, Route>)
    .filter(([, { method }]) => method === 'GET')
    .map(([name]) => name);
  expect(reads.filter((name) => !(name in looks))).toEqual([]);
});

test('every action that shows something is of one of them', () => {
  const used = new Set([...Object.values(looks), ...Object.values(looksBeside)]);
  const showing = accessActionNames.filter((name) => accessActions[name].sees.length > 0);
  expect(showing.filter((name) => !used.has(name))).toEqual([]);
});
