// Three kinds of test. `unit` needs nothing but Node; `integration` (*.integration.test.ts) gets a real
// Postgres and a real Redis, started once a run by tools/testing/services.ts; `drills` (*.drill.test.ts)
// gets the same and takes its time: one of each of its kinds has a short form among the others.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// As the launcher says it: tests start programs by the hundred.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '.tools/compiled');

const everywhere = ['shared', 'api', 'console/src', 'load-tests', 'media-server', 'tools'];
const tests = everywhere.map((folder) => `${folder}/**/*.test.ts`);
const integrationTests = everywhere.map((folder) => `${folder}/**/*.integration.test.ts`);
const drills = everywhere.map((folder) => `${folder}/**/*.drill.test.ts`);
const never = ['**/node_modules/**'];
const withServers = {
  // As below: a worker's next file finds its modules loaded. What a file starts it ends.
  isolate: false,
  exclude: never,
  setupFiles: ['./tools/testing/ports.ts'],
  globalSetup: ['./tools/testing/services.ts'],
};

/** The longest files by their places. Begun last, one of them would run on when all else has ended. */
const longest = [
  'load-tests/src/chaos',
  'api/src/simulation/simulation',
  'tools/testing/instance',
  'api/src/faults/',
  'api/src/listen-in/',
  'media-server/src/listening',
  'api/src/sealing/clear-text',
  'api/src/earlier-releases/taken-over',
  'api/src/cli/settings',
  'api/src/messages/limits/',
  'api/src/access/',
  'media-server/src/recording',
  'tools/',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId, project }: TestSpecification) => {
      const at = longest.findIndex((part) => moduleId.includes(part));
      return at < 0 || project.name === 'unit' ? longest.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    // Most of the time a test waits for a process to start, to die or to be heard again.
    maxWorkers: Math.min(Math.max(5, availableParallelism() - 1), 9),
    // A real server answers in milliseconds; a test that waits longer than this has hung. A slow machine
    // with two cores needs a sixth of it.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: tests,
          exclude: [...never, ...integrationTests, ...drills],
          // What tests no process and no server shares its worker and every module it has loaded: most of
          // such a file's time is the loading. Nothing here may leave anything behind.
          pool: 'threads',
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'integration', include: integrationTests, ...withServers },
      },
      {
        extends: true,
        test: { name: 'drills', include: drills, ...withServers },
      },
    ],
  },
});
