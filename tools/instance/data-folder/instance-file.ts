// How commands find the running instance: a file in the data folder, readable by its user only, because
// it carries the addresses (with passwords) that the api's own commands need.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, type ProcessIdentity } from '../../processes/process-table.ts';
import { writeWhole } from './atomic-file.ts';
import type { Mode } from '../settings.ts';
import { StatedProblem } from '../stated-problem.ts';

export type Instance = {
  mode: Mode;
  origin: string;
  process: ProcessIdentity;
  /** By program: api, console, front-door, redis, postgres; absent while one is being restarted. */
  pids: Record<string, number>;
  ports: Record<string, number>;
  /** The environment the api runs with, so that its commands see the same world. */
  env: Record<string, string>;
};

export function writeInstance(dataFolder: string, instance: Instance): void {
  writeWhole(placeIn(dataFolder), `${JSON.stringify(instance, null, 2)}\n`);
}

export function removeInstance(dataFolder: string): void {
  rmSync(placeIn(dataFolder), { force: true });
}

export function findInstance(dataFolder: string): Instance | undefined {
  let text: string;
  try {
    text = readFileSync(placeIn(dataFolder), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const instance = JSON.parse(text) as Instance; // written whole by writeInstance, by nobody else
  return isAlive(instance.process) ? instance : undefined;
}

export function requireInstance(dataFolder: string): Instance {
  const instance = findInstance(dataFolder);
  if (instance) return instance;
  throw new StatedProblem(
    `Achterwacht is not running on ${dataFolder}: start it with ./achterwacht (for real use ` +
      './achterwacht serve), or name its folder with ACHTERWACHT_DATA.',
  );
}

function placeIn(dataFolder: string): string {
  return join(dataFolder, 'instance.json');
}
