// Two kinds of test. `unit` needs nothing but Node; `integration` (*.integration.test.ts) gets a real
// Postgres and a real Redis, started once a run by tools/testing/services.ts.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// As the launcher says it: tests start programs by the hundred.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '.tools/compiled');

const everywhere = ['shared', 'api', 'console/src', 'load-tests', 'media-server', 'tools'];
const tests = everywhere.map((folder) => `${folder}/**/*.test.ts`);
const integrationTests = everywhere.map((folder) => `${folder}/**/*.integration.test.ts`);
const never = ['**/node_modules/**'];

export default defineConfig({
  test: {
    pool: 'forks',
    // Most of the time a test waits for a process to start, to die or to be heard again.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    // A real server answers in milliseconds; a test that waits longer than this has hung. A slow machine
    // with two cores needs a sixth of it.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: tests, exclude: [...never, ...integrationTests] },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: integrationTests,
          exclude: never,
          globalSetup: ['./tools/testing/services.ts'],
        },
      },
    ],
  },
});
