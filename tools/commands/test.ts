// Every check there is, ending with one plain line of counts; before it, what failed, what each check and
// the slowest tests cost, so that whoever adds the next one sees what the time goes to.
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readDataFolder } from '../instance/settings.ts';
import { StatedProblem } from '../instance/stated-problem.ts';
import { checks, drills, security, type Check } from '../testing/checks/checks.ts';
import {
  fewSecondTries,
  isCheapEnough,
  markVariable,
  noProcessIsLeft,
  processorSecondsOf,
  readMostProcessorSeconds,
} from '../testing/checks/closing-checks.ts';
import { add, type Counts, type Outcome, type TestResult } from '../testing/checks/report.ts';
import { runChecks, type Result } from '../testing/checks/run-checks.ts';
import { makeRunFolder } from '../testing/checks/run-folder.ts';
import { programRunner } from '../testing/checks/run-program.ts';
import type { Command } from './command.ts';

const names = checks.map(({ name }) => name).join('|');

export const test: Command = {
  name: 'test',
  takes: '[drills|security] [--only CHECK[,CHECK]]',
  does: `every check, or ${names}, or the long fault drills, or attacks alone; the last line counts them`,
  run: async (args) => {
    const { chosen, isWhole, json } = readArguments(args);
    const most = isWhole ? readMostProcessorSeconds(process.env) : undefined;
    const print = (text: string) =>
      void (json ? process.stderr : process.stdout).write(`${text}\n`);
    const startedAt = performance.now();
    const results = await runAll(chosen, most, print, json ? 2 : 1);
    const seconds = (performance.now() - startedAt) / 1000;
    const total = results.reduce<Counts>(add, { passed: 0, failed: 0, skipped: 0 });
    print('');
    for (const { name, file, seconds } of slowest(results))
      print(`${seconds.toFixed(1).padStart(7)} s  ${file}: ${name}`);
    print('');
    for (const result of results) printResult(result, print);
    print(
      `All of it took ${minutes(seconds)} and ${processorSecondsOf(results).toFixed(0)} s of processor. ` +
        `Times are kept in ${keepTimes(results, seconds)}.`,
    );
    if (json) process.stdout.write(`${JSON.stringify({ ...total, checks: results })}\n`);
    print(inWords(total));
    return total.failed > 0 ? 1 : 0;
  },
};

async function runAll(
  chosen: readonly Check[],
  most: number | undefined,
  print: (text: string) => void,
  output: 1 | 2,
): Promise<Result[]> {
  // Everything the tests make lies in here, which is also how their servers are recognised afterwards.
  const folder = makeRunFolder({
    mayBeInMemory: !chosen.some(({ name }) => name === 'drills' || name === 'security'),
  });
  const mark = randomUUID();
  const runner = programRunner({ TMPDIR: folder, [markVariable]: mark, CI: '1' });
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => {
      runner.killAll();
      rmSync(folder, { recursive: true, force: true });
      process.exit(status);
    });
  }
  try {
    const results = await runChecks(chosen, { runner, print, output, folder });
    const closing = async (name: string, heading: string, judged: Outcome | Promise<Outcome>) =>
      results.push({ ...(await judged), name, heading, seconds: 0, processorSeconds: 0 });
    await closing('orphans', 'no process left behind', noProcessIsLeft(folder, mark, print));
    await closing('second-tries', 'two second tries at most', fewSecondTries(results));
    if (most !== undefined) {
      const heading = `${most} s of processor at most`;
      await closing('processor', heading, isCheapEnough(results, most, print));
    }
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const mostRepeated = 20;
const mostSlow = 20;

/** Once more at the end, with what was wrong: above it thousands of lines have gone by. */
function printResult(result: Result, print: (text: string) => void): void {
  const { heading, failed, skipped, tests, errors, seconds, processorSeconds } = result;
  const verdict = failed > 0 ? 'FAILED' : skipped > 0 ? 'skipped' : 'ok';
  const cost = `${seconds.toFixed(1)} s, ${processorSeconds.toFixed(1)} s of processor`;
  print(`${verdict.padEnd(8)}${heading} – ${inWords(result)}, ${cost}`);
  const named = (label: string, outcome: TestResult['outcome']) =>
    tests
      .filter((test) => test.outcome === outcome)
      .map(({ name, file, why = '' }) => `${label}: ${file}: ${name}${why && `: ${why}`}`);
  const lines = [
    ...errors.map((error) => `failed: ${error}`),
    ...named('failed', 'failed'),
    ...named('passed at its second try', 'second-try'),
    ...named('skipped', 'skipped'),
  ];
  for (const line of lines.slice(0, mostRepeated)) print(`        ${line}`);
  if (lines.length > mostRepeated) print(`        and ${lines.length - mostRepeated} more`);
}

function slowest(results: readonly Result[]): TestResult[] {
  return results
    .flatMap(({ tests }) => tests)
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, mostSlow);
}

/** @returns where: beside the product's own data, for the next run to be held against. */
function keepTimes(results: readonly Result[], seconds: number): string {
  const folder = readDataFolder();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'test-times.json');
  const times = { at: new Date().toISOString(), seconds, slowest: slowest(results), results };
  writeFileSync(file, `${JSON.stringify(times, null, 1)}\n`);
  return file;
}

const kinds = { drills, security };

function readArguments(args: string[]): {
  chosen: readonly Check[];
  isWhole: boolean;
  json: boolean;
} {
  const options = { only: { type: 'string' }, json: { type: 'boolean' } } as const;
  const parsed = (() => {
    try {
      return parseArgs({ args, options, allowPositionals: true });
    } catch (error) {
      throw new StatedProblem((error as Error).message, 2);
    }
  })();
  const { only, json = false } = parsed.values;
  const [kind, ...others] = parsed.positionals;
  if (others.length > 0 || !(kind === undefined || Object.hasOwn(kinds, kind)))
    throw new StatedProblem('After test may stand drills or security, and nothing else.', 2);
  const all = kind === undefined ? checks : kinds[kind as keyof typeof kinds]; // looked for above
  const wanted = only?.split(',');
  const unknown = wanted?.find((name) => !all.some((check) => check.name === name));
  if (unknown !== undefined) {
    const there = all.map(({ name }) => name).join('|');
    throw new StatedProblem(`There is no check "${unknown}", there are ${there}.`, 2);
  }
  return {
    chosen: all.filter(({ name }) => !wanted || wanted.includes(name)),
    isWhole: kind === undefined && wanted === undefined,
    json,
  };
}

function minutes(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function inWords({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
