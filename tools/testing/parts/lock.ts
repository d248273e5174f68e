// What package-lock.json says is installed, and what of it reaches a machine where people work: the programs with what they
// depend on, and the console with all it is built of, because pages are compiled from it. The rest tests and builds.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../instance/settings.ts';

export type LockEntry = {
  /** Where it is not what its folder says: an alias. */
  name?: string;
  version?: string;
  integrity?: string;
  license?: string;
  link?: boolean;
  resolved?: string;
  optional?: boolean;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
};
/** By the folder in which it stands; ours have no `node_modules` in it. */
export type Lock = { packages: Record<string, LockEntry> };

export const readLock = (): Lock =>
  JSON.parse(readFileSync(join(projectFolder, 'package-lock.json'), 'utf8')) as Lock; // npm's own file

export const isOfOthers = (path: string): boolean => path.includes('node_modules/');

/** Folders of the packages that reach a machine where people work. */
export function shippedPaths(lock: Lock): Set<string> {
  const shipped = new Set<string>();
  const waiting = ['shared', 'api', 'media-server', 'console'];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (shipped.has(path)) continue;
    shipped.add(path);
    const isBuiltIntoPages = path === 'console';
    const needed = neededBy(lock, path, isBuiltIntoPages);
    waiting.push(
      ...needed.flatMap(({ found, isOfferedOnly }) => (isOfferedOnly ? [] : (found ?? []))),
    );
  }
  return shipped;
}

type Needed = {
  name: string;
  /** That it is not there is no fault. */
  isOptional: boolean;
  /** It works with that one where somebody else has it, as with a test program. */
  isOfferedOnly: boolean;
  found: string | undefined;
};

export function neededBy({ packages }: Lock, path: string, withBuilding: boolean): Needed[] {
  const entry = packages[path] ?? {};
  const named = {
    ...entry.peerDependencies,
    ...entry.dependencies,
    ...entry.optionalDependencies,
    ...(withBuilding ? entry.devDependencies : {}),
  };
  return Object.keys(named).map((name) => {
    const isOfferedOnly =
      entry.peerDependenciesMeta?.[name]?.optional === true &&
      entry.dependencies?.[name] === undefined;
    return {
      name,
      isOptional: isOfferedOnly || entry.optionalDependencies?.[name] !== undefined,
      isOfferedOnly,
      found: find(packages, path, name),
    };
  });
}

/** As Node looks for it: beside whoever asks, then in each folder above. */
function find(packages: Lock['packages'], from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.replace(/(^|\/)[^/]*$/, '')) {
    const path = `${folder}${folder && '/'}node_modules/${name}`;
    const entry = packages[path];
    if (entry) return entry.link ? entry.resolved : path;
    if (folder === '') return undefined;
  }
}
