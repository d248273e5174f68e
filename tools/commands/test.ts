// Every check there is, one after the other, ending with one plain line of counts. A failing check does
// not stop the rest: one run shows all that is wrong.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StatedProblem } from '../instance/stated-problem.ts';
import { waitUntil } from '../processes/child.ts';
import { processesWithEnvironment, processesWorkingIn } from '../processes/process-table.ts';
import { checks, type Check } from '../testing/checks.ts';
import { add, type Counts, type Failure } from '../testing/counts.ts';
import { programRunner } from '../testing/run-program.ts';
import type { Command } from './command.ts';

const names = checks.map(({ name }) => name).join('|');

export const test: Command = {
  name: 'test',
  takes: '[--only CHECK]',
  does: `every check, or ${names}; the last line counts them`,
  run: async (args) => {
    const { chosen, json } = readArguments(args);
    const say = (text: string) => (json ? process.stderr : process.stdout).write(`${text}\n`);
    const results = await runAll(chosen, say, json ? 2 : 1);
    const total = results.map(({ counts }) => counts).reduce(add, nothing);
    say('');
    for (const { heading, counts, failures, seconds } of results) {
      const verdict = counts.failed > 0 ? 'FAILED' : counts.skipped > 0 ? 'skipped' : 'ok';
      say(`${verdict.padEnd(8)}${heading} – ${inWords(counts)}, ${seconds.toFixed(1)} s`);
      // Once more at the end: above it thousands of lines have gone by.
      for (const failure of failures.slice(0, mostRepeated)) say(`        ${failure}`);
    }
    if (json) process.stdout.write(`${JSON.stringify({ ...total, checks: results })}\n`);
    say(inWords(total));
    return total.failed > 0 ? 1 : 0;
  },
};

type Result = {
  name: string;
  heading: string;
  counts: Counts;
  failures: Failure[];
  seconds: number;
};

const mostRepeated = 20;

const nothing: Counts = { passed: 0, failed: 0, skipped: 0 };

async function runAll(
  chosen: readonly Check[],
  say: (text: string) => void,
  output: 1 | 2,
): Promise<Result[]> {
  // Everything the tests make lies in here, which is also how their servers are recognised afterwards.
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'achterwacht-test-'));
  const mark = randomUUID();
  const runner = programRunner({ TMPDIR: folder, [markVariable]: mark, CI: '1' }, output);
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
  const withOrphans: Check[] = [...chosen, orphanCheck(folder, mark)];
  const results: Result[] = [];
  try {
    for (const [index, { name, heading, run }] of withOrphans.entries()) {
      say(`\n== ${index + 1}/${withOrphans.length} ${heading}`);
      const startedAt = performance.now();
      const { failures = [], ...counts } = await run({ run: runner.run, say, folder });
      const seconds = (performance.now() - startedAt) / 1000;
      results.push({ name, heading, counts, failures, seconds });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
}

/** Inherited by everything a test starts, however detached. */
const markVariable = 'ACHTERWACHT_TEST_RUN';

/** Servers that overwrite their environment still work in their data folder, which lies in ours. */
function orphanCheck(folder: string, mark: string): Check {
  const left = () => [
    ...processesWithEnvironment(markVariable, mark),
    ...processesWorkingIn(folder),
  ];
  return {
    name: 'orphans',
    heading: 'no process left behind',
    run: async ({ say }) => {
      try {
        // A database that lost its owner a moment ago is still writing its last page.
        await waitUntil('the end of all test processes', () => left().length === 0, {
          withinMilliseconds: 5000,
          everyMilliseconds: 100,
        });
        return { passed: 1, failed: 0, skipped: 0 };
      } catch {
        for (const { pid, commandLine } of left()) {
          say(`still running: ${pid} ${commandLine}`);
          process.kill(pid, 'SIGKILL');
        }
        return { passed: 0, failed: 1, skipped: 0 };
      }
    },
  };
}

function readArguments(args: string[]): { chosen: readonly Check[]; json: boolean } {
  const options = { only: { type: 'string' }, json: { type: 'boolean' } } as const;
  let only: string | undefined;
  let json: boolean | undefined;
  try {
    ({ only, json } = parseArgs({ args, options }).values);
  } catch (error) {
    throw new StatedProblem((error as Error).message, 2);
  }
  const wanted = only?.split(',');
  const unknown = wanted?.find((name) => !checks.some((check) => check.name === name));
  if (unknown) throw new StatedProblem(`There is no check "${unknown}", there are ${names}.`, 2);
  return {
    chosen: checks.filter(({ name }) => !wanted || wanted.includes(name)),
    json: json ?? false,
  };
}

function inWords({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
