// Every check there is, ending with one plain line of counts. A failing check does not stop the rest: one
// run shows all that is wrong. What each says stands together, also of those that run side by side.
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StatedProblem } from '../instance/stated-problem.ts';
import { waitUntil } from '../processes/child.ts';
import { processesWithEnvironment, processesWorkingIn } from '../processes/process-table.ts';
import { checks, type Check, type CheckTools } from '../testing/checks.ts';
import { add, type Counts, type Failure } from '../testing/counts.ts';
import { programRunner, type ProgramRunner } from '../testing/run-program.ts';
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
  const withOrphans: Check[] = [...chosen, orphanCheck(folder, mark)];
  const announce = (check: Check) =>
    say(`\n== ${withOrphans.indexOf(check) + 1}/${withOrphans.length} ${check.heading}`);
  const ofCheck = new Map<Check, Result>();
  try {
    const lanes = Map.groupBy(withOrphans, ({ lane }) => lane);
    const alone = lanes.get(undefined) ?? [];
    lanes.delete(undefined);
    await Promise.all(
      [...lanes.values()].map(async (lane) => {
        for (const check of lane) {
          const { result, said } = await overheard(check, runner, folder);
          ofCheck.set(check, result);
          announce(check);
          if (said) say(said);
        }
      }),
    );
    for (const check of alone) {
      announce(check);
      ofCheck.set(check, await timed(check, { run: runner.to(output, 2), say, folder }));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return withOrphans.flatMap((check) => ofCheck.get(check) ?? []);
}

/** What it says is kept until it has ended, so that two of them never speak at once. */
async function overheard(
  check: Check,
  runner: ProgramRunner,
  folder: string,
): Promise<{ result: Result; said: string }> {
  const file = join(folder, `${check.name}.said`);
  const written = openSync(file, 'a');
  try {
    const say = (text: string) => void writeSync(written, `${text}\n`);
    const result = await timed(check, { run: runner.to(written, written), say, folder });
    return { result, said: readFileSync(file, 'utf8').trimEnd() };
  } finally {
    closeSync(written);
  }
}

async function timed({ name, heading, run }: Check, tools: CheckTools): Promise<Result> {
  const startedAt = performance.now();
  const { failures = [], ...counts } = await run(tools);
  const seconds = (performance.now() - startedAt) / 1000;
  return { name, heading, counts, failures, seconds };
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
