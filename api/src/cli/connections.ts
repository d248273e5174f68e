// For `doctor`: whether the Postgres whose address comes in has room for every connection of the processes on it.
import { readFileSync } from 'node:fs';
import { connect } from '../db/connect.ts';
import { readConnectionBudget, tooFewConnections } from '../db/connection-budget.ts';
import { limitsOf } from '../db/pools.ts';

const database = connect(readFileSync(0, 'utf8').trim(), { name: 'command', ...limitsOf.command });
try {
  const budget = await readConnectionBudget(database);
  process.stdout.write(`${JSON.stringify({ ...budget, tooFew: tooFewConnections(budget) })}\n`);
} finally {
  await database.end();
}
