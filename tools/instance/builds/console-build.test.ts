// What a build of the console is made from is a list of names, and a list can be forgotten: a console that
// is not built anew shows yesterday's screens.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sources } from './console-build.ts';
import { projectFolder } from '../settings.ts';

const changesNothingServed = {
  console: [
    'README.md',
    'e2e',
    'eslint.config.js',
    'playwright.config.ts',
    'scripts',
    // made by building, testing and installing
    '.svelte-kit',
    'build',
    'node_modules',
    'playwright-report',
    'test-results',
  ],
  'console/project.inlang': ['.gitignore', '.lix', '.meta.json', 'README.md', 'cache'],
  shared: ['README.md', 'node_modules'],
};

test.each(Object.entries(changesNothingServed))(
  '%s: whatever lies there is a source of the build or known not to be one',
  (folder, others) => {
    const undecided = readdirSync(join(projectFolder, folder))
      .filter((name) => !others.includes(name))
      .map((name) => `${folder}/${name}`)
      .filter(
        (path) => !sources.some((source) => source === path || source.startsWith(`${path}/`)),
      );
    expect(undecided).toEqual([]);
  },
);
