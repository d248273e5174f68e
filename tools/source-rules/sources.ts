// All that is written in TypeScript or Svelte here, as the rules about sources read it.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { projectFolder } from '../instance/settings.ts';

/** A file: its path from the project's root, with forward slashes, and its text. */
export type Source = { path: string; text: string };

export const programs = ['shared', 'api', 'console', 'load-tests', 'media-server', 'tools'];

/** Not ours, or made by running something. */
const others = new Set(['node_modules', 'build', '.svelte-kit', 'paraglide', 'test-results']);

export function readSources(): Source[] {
  const places = `{${programs.join(',')}}/**/*.{ts,svelte}`;
  const exclude = (path: string) => others.has(basename(path));
  return globSync(places, { cwd: projectFolder, exclude }).map((path) => ({
    path,
    text: readFileSync(join(projectFolder, path), 'utf8'),
  }));
}

/** What a component's scripts say; of other files all they say. */
export function scriptOf({ path, text }: Source): string {
  if (!path.endsWith('.svelte')) return text;
  return [...text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)]
    .map(([, code]) => code)
    .join('\n');
}
