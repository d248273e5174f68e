// Reads how many tests passed out of the test programs' own reports. The rule behind every line here: a
// check that did not run has failed. A report that is missing, empty, or says all is well beside an exit
// status that says otherwise, therefore counts as one failure.

export type Counts = { passed: number; failed: number; skipped: number };

/** A failed test in a line: its name, and the first line of why. */
export type Failure = string;

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

export function failuresOfVitest(report: unknown): Failure[] {
  return listOf(report, 'testResults').flatMap((file) => {
    const failed = listOf(file, 'assertionResults').filter(
      (one) => textOf(one, 'status') === 'failed',
    );
    const own = failed.map((one) =>
      inALine(textOf(one, 'fullName'), firstTextOf(one, 'failureMessages')),
    );
    // A file that fails before its first test has no failed test.
    const isWhole = own.length === 0 && textOf(file, 'status') === 'failed';
    return isWhole ? [inALine(textOf(file, 'name'), textOf(file, 'message'))] : own;
  });
}

export function failuresOfPlaywright(report: unknown): Failure[] {
  const outside = listOf(report, 'errors').map((error) =>
    inALine('outside of the stories', textOf(error, 'message')),
  );
  return [...outside, ...listOf(report, 'suites').flatMap(failuresOfSuite)];
}

function failuresOfSuite(suite: unknown): Failure[] {
  const own = listOf(suite, 'specs')
    .filter((spec) => isRecord(spec) && spec['ok'] === false)
    .map((spec) => {
      const results = listOf(spec, 'tests').flatMap((test) => listOf(test, 'results'));
      const errors = results.flatMap((result) => listOf(result, 'errors'));
      return inALine(textOf(spec, 'title'), textOf(errors[0], 'message'));
    });
  return [...own, ...listOf(suite, 'suites').flatMap(failuresOfSuite)];
}

const longest = 400;

function inALine(name: string, why: string): Failure {
  // eslint-disable-next-line no-control-regex -- colours, which a report keeps
  const plain = why.replaceAll(/\u001b\[[0-9;]*m/g, '');
  return `${name}: ${plain.replaceAll(/\s+/g, ' ').trim()}`.slice(0, longest);
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

function listOf(from: unknown, name: string): unknown[] {
  const value = isRecord(from) ? from[name] : undefined;
  return Array.isArray(value) ? value : [];
}

function textOf(from: unknown, name: string): string {
  const value = isRecord(from) ? from[name] : undefined;
  return typeof value === 'string' ? value : '';
}

function firstTextOf(from: unknown, name: string): string {
  const [first] = listOf(from, name);
  return typeof first === 'string' ? first : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
