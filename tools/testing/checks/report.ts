// What a test program tells of a run, in one shape: vitest and Playwright each have a reporter of ours that
// writes it (vitest-report.ts, console/e2e/playwright-report.ts). The rule behind every line here: a check
// that did not run has failed. A report that is missing, empty, or says all is well beside an exit status
// that says otherwise, therefore counts as one failure.
import { readFileSync } from 'node:fs';

export type TestResult = {
  name: string;
  /** From the project's folder. */
  file: string;
  /** With what its fixtures take; of all its tries together. */
  seconds: number;
  /** `second-try`: it failed first. */
  outcome: 'passed' | 'second-try' | 'failed' | 'skipped';
  /** The first of why it failed, at its first try too. */
  why?: string;
};

export type Report = {
  tests: TestResult[];
  /** What went wrong outside of any test. */
  errors: string[];
};

export type Counts = { passed: number; failed: number; skipped: number };

export type Outcome = Counts & { tests: TestResult[]; errors: string[] };

/** A check that is one thing: it went well or it did not. */
export function oneCheck(wentWell: boolean): Outcome {
  return { passed: wentWell ? 1 : 0, failed: wentWell ? 0 : 1, skipped: 0, tests: [], errors: [] };
}

/** @param wentWell Whether the program that wrote it ended with status 0. */
export function judge({ tests, errors }: Report, wentWell: boolean): Outcome {
  const count = (...outcomes: TestResult['outcome'][]) =>
    tests.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const passed = count('passed', 'second-try');
  const failed = count('failed') + errors.length;
  const hidesFailure = tests.length === 0 || !wentWell;
  return {
    passed,
    failed: failed === 0 && hidesFailure ? 1 : failed,
    skipped: count('skipped'),
    tests,
    errors,
  };
}

/** Nothing was told where the file is missing or was cut short. */
export function readReport(path: string): Report {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report; // written by our own reporters alone
  } catch {
    return { tests: [], errors: [] };
  }
}

const longest = 400;

/** For the end of a run: the first of why, without colours, on one line. */
export function inOneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- colours, which a report keeps
  const plain = text.replaceAll(/\u001b\[[0-9;]*m/g, '');
  return plain.replaceAll(/\s+/g, ' ').trim().slice(0, longest);
}

export function add(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  };
}
