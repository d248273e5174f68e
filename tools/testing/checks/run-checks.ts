// Runs checks in their lanes. What each says stands together, also of those that run side by side, and a
// failing one does not stop the rest: one run shows all that is wrong.
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Check, CheckTools } from './checks.ts';
import { processorMeter } from './processor-meter.ts';
import { oneCheck, type Outcome } from './report.ts';
import type { ProgramRunner } from './run-program.ts';

export type Result = Outcome & {
  name: string;
  heading: string;
  seconds: number;
  /** Of all its processes. */
  processorSeconds: number;
};

type Place = {
  runner: ProgramRunner;
  print: (text: string) => void;
  /** Where programs of the product's lane print. */
  output: 1 | 2;
  folder: string;
};

/** Beside tests that wait for a product, what only reads sources waits for them. */
const niceness = { product: 0, sources: 15 };

export async function runChecks(chosen: readonly Check[], place: Place): Promise<Result[]> {
  const { runner, print, output, folder } = place;
  const ended = new Map(chosen.map(({ name }) => [name, Promise.withResolvers<void>()]));
  const results = new Map<Check, Result>();
  const processorSeconds = processorMeter();
  const announce = (check: Check) =>
    print(`\n== ${chosen.indexOf(check) + 1}/${chosen.length} ${check.heading}`);

  const runOne = async (check: Check) => {
    if (check.after) await ended.get(check.after)?.promise;
    const finish = (outcome: Outcome, startedAt: number) => {
      const { name, heading } = check;
      const seconds = (performance.now() - startedAt) / 1000;
      results.set(check, {
        ...outcome,
        name,
        heading,
        seconds,
        processorSeconds: processorSeconds(),
      });
    };
    const startedAt = performance.now();
    if (check.lane === 'product') {
      announce(check);
      const run = runner.to({ output, complaints: 2, niceness: niceness.product });
      finish(await withoutFaults(check, { run, print, folder }), startedAt);
    } else {
      const { outcome, printed } = await withItsOutput(check, runner, folder);
      finish(outcome, startedAt);
      announce(check);
      if (printed) print(printed);
    }
    ended.get(check.name)?.resolve();
  };

  await Promise.all(
    [...Map.groupBy(chosen, ({ lane }) => lane).values()].map(async (lane) => {
      for (const check of lane) await runOne(check);
    }),
  );
  return chosen.flatMap((check) => results.get(check) ?? []);
}

/** What it says is kept until it has ended, so that it never speaks in between the other lane's words. */
async function withItsOutput(
  check: Check,
  runner: ProgramRunner,
  folder: string,
): Promise<{ outcome: Outcome; printed: string }> {
  const file = join(folder, `${check.name}.printed`);
  const written = openSync(file, 'a');
  try {
    const print = (text: string) => void writeSync(written, `${text}\n`);
    const run = runner.to({ output: written, complaints: written, niceness: niceness.sources });
    const outcome = await withoutFaults(check, { run, print, folder });
    return { outcome, printed: readFileSync(file, 'utf8').trimEnd() };
  } finally {
    closeSync(written);
  }
}

/** A check that can't run has failed; the others go on. */
async function withoutFaults(check: Check, tools: CheckTools): Promise<Outcome> {
  try {
    return await check.run(tools);
  } catch (error) {
    tools.print((error as Error).stack ?? String(error));
    return oneCheck(false);
  }
}
