// What a check needs besides and Debian has: installed where that is possible, and never asked about.
import { execFileSync } from 'node:child_process';
import { isRoot } from '../../embedded/postgres-binaries.ts';
import { findOnPath } from '../../processes/find-on-path.ts';

export const canInstall = (): boolean => isRoot() && findOnPath('apt-get') !== undefined;

let isListFresh = false;

/** @returns whether all of them are there now. */
export function install(...names: string[]): boolean {
  const options = { stdio: ['ignore', 'ignore', 'inherit'] } satisfies Parameters<
    typeof execFileSync
  >[2];
  const aptGet = (...args: string[]) => execFileSync('apt-get', args, options);
  try {
    if (!isListFresh) aptGet('update', '-qq');
    isListFresh = true;
    aptGet('install', '-y', '-qq', ...names);
    return true;
  } catch {
    return false; // What it means is said by whoever asked.
  }
}
