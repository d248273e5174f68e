// Playwright's reporter that writes a run as tools/testing/checks/report.ts has it, into the file that
// ACHTERWACHT_REPORT names.
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { FullConfig, Reporter, Suite, TestCase, TestError } from '@playwright/test/reporter';
import { inOneLine, type Report, type TestResult } from '../../tools/testing/checks/report.ts';

const project = join(import.meta.dirname, '../..');

export default class PlaywrightReport implements Reporter {
  #stories: Suite | undefined;
  readonly #errors: string[] = [];

  onBegin(_config: FullConfig, stories: Suite): void {
    this.#stories = stories;
  }

  onError({ message }: TestError): void {
    this.#errors.push(inOneLine(message ?? 'an error without words'));
  }

  onEnd(): void {
    const tests = this.#stories?.allTests().map(resultOf) ?? [];
    const report: Report = { tests, errors: this.#errors };
    const file = process.env.ACHTERWACHT_REPORT;
    if (file) writeFileSync(file, JSON.stringify(report));
  }
}

const outcomes = {
  expected: 'passed',
  flaky: 'second-try',
  unexpected: 'failed',
  skipped: 'skipped',
} as const;

function resultOf(test: TestCase): TestResult {
  const why = test.results.flatMap(({ errors }) => errors)[0]?.message;
  return {
    name: test.title,
    file: relative(project, test.location.file),
    seconds: test.results.reduce((sum, { duration }) => sum + duration / 1000, 0),
    outcome: outcomes[test.outcome()],
    ...(why === undefined ? {} : { why: inOneLine(why) }),
  };
}
