// The data folder belongs to one running instance and to one mode for ever. A demo started on the
// folder of a real centre would write invented alarms into its log; two instances on one folder would
// each believe to be the only writer.
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identityOf, isAlive, type ProcessIdentity } from '../../processes/process-table.ts';
import { writeWhole } from './atomic-file.ts';
import type { Mode } from '../settings.ts';
import { StatedProblem } from '../stated-problem.ts';

export type OpenDataFolder = { folder: string; close: () => void };

/** Takes the folder for this process, making it when it is new. */
export function openDataFolder(folder: string): OpenDataFolder {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const release = takeLock(join(folder, 'lock'), `The data folder ${folder}`);
  return { folder, close: release };
}

/** Undefined for a folder that was never used. */
export function modeOf(folder: string): Mode | undefined {
  const text = readText(join(folder, 'mode'))?.trim();
  if (text === undefined || text === 'demo' || text === 'real') return text;
  throw new StatedProblem(`${join(folder, 'mode')} says neither demo nor real.`);
}

/** Gives a new folder its mode; refuses one that has the other. */
export function claimMode(folder: string, mode: Mode): void {
  refuseMode(folder, mode);
  if (modeOf(folder) === undefined) writeWhole(join(folder, 'mode'), `${mode}\n`);
}

/** @throws where the folder has another mode for ever. */
export function refuseMode(folder: string, mode: Mode): void {
  const found = modeOf(folder);
  if (found === mode) return;
  if (found === 'real') {
    throw new StatedProblem(
      `${folder} is set up for real use, so the demo does not touch it: give the demo a folder of ` +
        'its own with ACHTERWACHT_DATA.',
    );
  }
  if (found === 'demo') {
    throw new StatedProblem(
      `${folder} holds a demo, which never becomes a real centre: choose another folder with ` +
        'ACHTERWACHT_DATA.',
    );
  }
}

/**
 * A lock file naming its holder. The lock of a dead process is taken over, so kill -9 leaves nothing to
 * clean up; a process counts as the same one only if it also started at the same moment.
 *
 * @param subject Opens the refusal, as in "The data folder X is in use …".
 * @returns releases the lock.
 */
export function takeLock(path: string, subject: string): () => void {
  const me = identityOf(process.pid);
  if (!me) throw new Error('this process does not find itself in the process table');
  const mine = `${path}.${randomUUID()}`;
  writeFileSync(mine, JSON.stringify(me), { mode: 0o600 });
  try {
    while (!linkExclusively(mine, path)) {
      const holder = readHolder(path);
      if (holder && isAlive(holder)) {
        throw new StatedProblem(`${subject} is in use by process ${holder.pid}.`);
      }
      removeDeadLock(path);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return () => {
    if (readHolder(path)?.pid === process.pid) rmSync(path, { force: true });
  };
}

/** `link` is the one file operation that makes a name with its content at once, or fails. */
function linkExclusively(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Of two that find the same dead lock, one may by now hold a new one under the same name: so it is
 * moved aside first, looked at again, and put back when it turns out to be alive.
 */
function removeDeadLock(path: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const holder = readHolder(aside);
  if (holder && isAlive(holder)) linkExclusively(aside, path);
  rmSync(aside, { force: true });
}

function readHolder(path: string): ProcessIdentity | undefined {
  const text = readText(path);
  if (!text) return undefined;
  return JSON.parse(text) as ProcessIdentity; // written whole by takeLock, by nobody else
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
