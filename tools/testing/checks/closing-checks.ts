// What is judged of a whole run once all its checks have ended.
import { StatedProblem } from '../../instance/stated-problem.ts';
import { waitUntil } from '../../processes/child.ts';
import { processesWithEnvironment, processesWorkingIn } from '../../processes/process-table.ts';
import { oneCheck, type Outcome } from './report.ts';
import type { Result } from './run-checks.ts';

/** Inherited by everything a test starts, however detached. */
export const markVariable = 'ACHTERWACHT_TEST_RUN';

/** Servers that overwrite their environment still work in their data folder, which lies in ours. */
export async function noProcessIsLeft(
  folder: string,
  mark: string,
  print: (text: string) => void,
): Promise<Outcome> {
  const left = () => [
    ...processesWithEnvironment(markVariable, mark),
    ...processesWorkingIn(folder),
  ];
  try {
    // A database that lost its owner a moment ago is still writing its last page.
    await waitUntil('the end of all test processes', () => left().length === 0, {
      withinMilliseconds: 5000,
      everyMilliseconds: 100,
    });
    return oneCheck(true);
  } catch {
    for (const { pid, commandLine } of left()) {
      print(`still running: ${pid} ${commandLine}`);
      process.kill(pid, 'SIGKILL');
    }
    return oneCheck(false);
  }
}

/** One may meet bad luck; more of them is a test, or a product, that only sometimes works. */
const mostSecondTries = 2;

export function fewSecondTries(results: readonly Result[]): Outcome {
  const tests = results
    .flatMap((result) => result.tests)
    .filter(({ outcome }) => outcome === 'second-try');
  const isFew = tests.length <= mostSecondTries;
  return isFew ? oneCheck(true) : { ...oneCheck(false), failed: tests.length };
}

export const mostVariable = 'ACHTERWACHT_MOST_PROCESSOR_SECONDS';

/**
 * In processor time, because a busy neighbour makes a run longer and not dearer. A slower processor does make
 * it dearer: what is too much, only whoever knows the machine can say, in the variable.
 *
 * @returns undefined where nobody has said.
 */
export function readMostProcessorSeconds(env: NodeJS.ProcessEnv): number | undefined {
  const given = env[mostVariable];
  if (!given) return undefined;
  const most = Number(given);
  if (most > 0) return most;
  throw new StatedProblem(`${mostVariable} must be a number above 0.`);
}

/** The worker is left out: where it must be built first, the run may take that much longer. */
export function isCheapEnough(
  results: readonly Pick<Result, 'name' | 'processorSeconds'>[],
  most: number,
  print: (text: string) => void,
): Outcome {
  const spent = processorSecondsOf(results.filter(({ name }) => name !== 'worker'));
  if (spent <= most) return oneCheck(true);
  print(`${spent.toFixed(0)} s of processor, and ${most} s is the most`);
  return oneCheck(false);
}

export function processorSecondsOf(results: readonly Pick<Result, 'processorSeconds'>[]): number {
  return results.reduce((sum, { processorSeconds }) => sum + processorSeconds, 0);
}
