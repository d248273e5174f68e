// A document that names a file which is gone sends its reader nowhere. RESULTS.md and the changelog tell of what was.
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFolder } from './instance/settings.ts';

/** Not ours, or made by running something. */
const others = new Set(['node_modules', '.git', '.tools', '.svelte-kit', 'build', 'test-results']);
const files = globSync('**/*.*', {
  cwd: projectFolder,
  exclude: (path) => others.has(basename(path)),
});
const history = /(?:RESULTS|CHANGELOG)\.md$/;
/** Written beside its settings by whatever compiles the texts. */
const compiled = /project\.inlang\/README\.md$/;

/** Each file, and each folder that holds one. */
const places = new Set<string>();
for (const file of files)
  for (let place = file; place !== '.'; place = dirname(place)) places.add(place);

/** In back-quotes, by its end: `…/name.ts`, `folder/`. From the root, or from any folder above it. */
const named = /`([\w./-]+\.(?:ts|svelte|sql|sh|yml|md)|[\w./-]+\/)`/g;

function isThere(name: string): boolean {
  const place = name.replace(/^\.\//, '').replace(/\/$/, '');
  return places.has(place) || [...places].some((one) => one.endsWith(`/${place}`));
}

test('documents name files and folders that are there', () => {
  const astray = files
    .filter((file) => file.endsWith('.md') && !history.test(file) && !compiled.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(projectFolder, file), 'utf8');
      const names = [...text.matchAll(named)].flatMap(([, name]) => name ?? []);
      return names.filter((name) => !isThere(name)).map((name) => `${file}: ${name}`);
    });
  expect(astray).toEqual([]);
});
