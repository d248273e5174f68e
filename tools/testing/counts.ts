// Reads how many tests passed out of the test programs' own reports. The rule behind every line here: a
// check that did not run has failed. A report that is missing, empty, or says all is well beside an exit
// status that says otherwise, therefore counts as one failure.

export type Counts = { passed: number; failed: number; skipped: number };

export function countVitest(report: unknown, wentWell: boolean): Counts {
  const read = numbersOf(report, [
    'numPassedTests',
    'numFailedTests',
    'numPendingTests',
    'numTodoTests',
  ]);
  return honest(
    {
      passed: read.numPassedTests,
      failed: read.numFailedTests,
      skipped: read.numPendingTests + read.numTodoTests,
    },
    wentWell,
  );
}

export function countPlaywright(report: unknown, wentWell: boolean): Counts {
  const stats = isRecord(report) ? report['stats'] : undefined;
  const read = numbersOf(stats, ['expected', 'unexpected', 'flaky', 'skipped']);
  // A story that only sometimes works is one that fails at night.
  return honest(
    { passed: read.expected, failed: read.unexpected + read.flaky, skipped: read.skipped },
    wentWell,
  );
}

export function add(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  };
}

function honest(counts: Counts, wentWell: boolean): Counts {
  const ranNothing = counts.passed + counts.failed + counts.skipped === 0;
  const hidesFailure = !wentWell && counts.failed === 0;
  return ranNothing || hidesFailure ? { ...counts, failed: 1 } : counts;
}

function numbersOf<Name extends string>(from: unknown, names: readonly Name[]) {
  const entries = names.map((name) => {
    const value = isRecord(from) ? from[name] : undefined;
    return [name, typeof value === 'number' ? value : 0];
  });
  return Object.fromEntries(entries) as Record<Name, number>; // one entry for each name
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
