// That Postgres has too few connections is said before they are needed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../testing/fresh-database.ts';
import { startInstance, type Instance } from '../testing/instance/test-instance.ts';
import { readConnectionBudget, tooFewConnections } from './connection-budget.ts';
import { connectionsOfProcess, limitsOf, openPools } from './pools.ts';

let instance: Instance;
beforeAll(async () => {
  instance = await startInstance();
});
afterAll(() => instance.end());

test('every pool of a process counts, and the two lines beside them', async () => {
  const { record, press, decide, byHand, office, background, police, portal, accounts } = limitsOf;
  const pools = { record, press, decide, byHand, office, background, police, portal, accounts };
  const urls = { databaseUrl: 'postgres://x', databaseSystemUrl: 'postgres://x' };
  const { end, ...opened } = openPools({ ...urls, databasePublicUrl: 'postgres://x' });
  await end();
  expect(Object.keys(opened).sort()).toEqual(Object.keys(pools).sort());
  const sum = Object.values(pools).reduce((total, { max }) => total + max, 0);
  expect(connectionsOfProcess).toBe(sum + 2);
});

test('processes are counted as they are there, and what does not fit is said with its numbers', async () => {
  const before = await readConnectionBudget(instance.system);
  await instance.startApi();
  const one = await readConnectionBudget(instance.system);
  await instance.startApi();
  const two = await readConnectionBudget(instance.system);
  expect([one.processes - before.processes, two.processes - one.processes]).toEqual([1, 1]);
  const { ofProcess } = two;
  expect(tooFewConnections({ processes: 3, ofProcess, room: 97 })).toBeNull();
  expect(tooFewConnections({ processes: 4, ofProcess, room: 97 })).toBe(
    `Postgres has 97 connections for 4 × ${ofProcess} = ${4 * ofProcess}: raise its max_connections`,
  );
  // Also where none is connected yet.
  expect(tooFewConnections({ processes: 0, ofProcess, room: 10 })).not.toBeNull();
});

test('doctor hears it of the address that is given to it', async () => {
  const script = join(import.meta.dirname, '../cli/connections.ts');
  const database = await freshDatabase();
  const { stdout } = spawnSync(process.execPath, [script], { input: database.appUrl });
  await database.drop();
  expect(JSON.parse(stdout.toString())).toMatchObject({ ofProcess: connectionsOfProcess });
});
