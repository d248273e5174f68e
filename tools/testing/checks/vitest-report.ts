// Vitest's reporter that writes a run as report.ts has it, into the file that ACHTERWACHT_REPORT names.
import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { inOneLine, type Report, type TestResult } from './report.ts';

type SerializedError = { message: string };

export default class VitestReport implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], outside: readonly SerializedError[]): void {
    const report: Report = {
      tests: modules.flatMap((module) => [...module.children.allTests()].map(resultOf)),
      errors: [
        ...outside.map(({ message }) => inOneLine(message)),
        // A file or a group that fails before its first test, or after its last, has no failed test.
        ...modules.flatMap((module) =>
          [module, ...module.children.allSuites()]
            .flatMap((part) => part.errors())
            .map(({ message }) => inOneLine(`${module.relativeModuleId}: ${message}`)),
        ),
      ],
    };
    const file = process.env['ACHTERWACHT_REPORT'];
    if (file) writeFileSync(file, JSON.stringify(report));
  }
}

const outcomes = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'skipped',
  // The run was broken off before its turn came.
  pending: 'failed',
} as const;

function resultOf(test: TestCase): TestResult {
  const { state, errors } = test.result();
  const { duration = 0, flaky = false } = test.diagnostic() ?? {};
  const why = errors?.[0]?.message;
  return {
    name: test.fullName,
    file: test.module.relativeModuleId,
    seconds: duration / 1000,
    outcome: flaky ? 'second-try' : outcomes[state],
    ...(why === undefined ? {} : { why: inOneLine(why) }),
  };
}
