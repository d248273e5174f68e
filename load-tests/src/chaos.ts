// `./achterwacht chaos [NAME…]`: does harm to a product that it starts itself, and says whether everything
// held. Leaves with 0 only when every invariant of every scenario did.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runScenario, type Report } from './chaos/run-scenario.ts';
import { scenarios } from './chaos/scenarios.ts';
import { writeReport } from './chaos/write-report.ts';
import { StatedProblem } from './target/target.ts';

/** Shorter, and nothing would be pressed before, during and after the fault. */
const fewestSeconds = 4;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      list: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '30' },
      report: { type: 'string' },
    },
  });
  if (values.list) return list(values.json);
  const names = positionals.length > 0 ? positionals : Object.keys(scenarios);
  const unknown = names.find((name) => scenarios[name] === undefined);
  if (unknown !== undefined)
    throw new StatedProblem(`There is no scenario ${unknown}; --list names them.`);
  const seconds = Number(values.seconds);
  if (!(seconds >= fewestSeconds))
    throw new StatedProblem(`${values.seconds} must be a number from ${fewestSeconds} upwards.`);

  const reports: Report[] = [];
  const reportProgress = (line: string) => process.stderr.write(`${line}\n`);
  for (const name of names) {
    const report = await runScenario(name, seconds, reportProgress);
    reports.push(report);
    if (!values.json) process.stdout.write(`${printable(report)}\n`);
  }
  const folder = values.report ?? (await mkdtemp(join(tmpdir(), 'achterwacht-chaos-')));
  const page = await writeReport(folder, reports);
  const passed = reports.every((report) => report.passed);
  if (values.json)
    process.stdout.write(
      `${JSON.stringify({ passed, report: page, scenarios: reports }, null, 2)}\n`,
    );
  else process.stdout.write(`report ${page}\n`);
  return passed ? 0 : 1;
}

function printable({ scenario, presses, consoles, latestDeadlineMilliseconds, broken }: Report) {
  const figures = [
    `${presses.acknowledged} presses acknowledged (${presses.retried} retried, slowest ${presses.slowestMilliseconds} ms)`,
    `consoles came back ${consoles.returns} times`,
    `latest deadline ${latestDeadlineMilliseconds} ms`,
  ];
  return [
    `${broken.length === 0 ? 'held ' : 'BROKE'} ${scenario}: ${figures.join(', ')}`,
    ...broken.map((sentence) => `      ${sentence}`),
  ].join('\n');
}

function list(asJson: boolean): number {
  const rows = Object.entries(scenarios).map(([name, { does }]) => ({ name, does }));
  const text = rows.map(({ name, does }) => `${name.padEnd(14)} ${does}`).join('\n');
  process.stdout.write(`${asJson ? JSON.stringify(rows, null, 2) : text}\n`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  // parseArgs reports a wrong option by a TypeError with a code.
  const isStated =
    error instanceof StatedProblem || (error instanceof TypeError && 'code' in error);
  if (!isStated) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
