// A worker that is there already. Apart from what makes and proves one, because every start of the product
// and every test asks this, and the peer for the proof alone takes a second to load.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { knownPlaces } from './recipe.ts';

/** MEDIASOUP_WORKER_BIN, else one that was made before; undefined when there is none that starts. */
export function findWorker(): string | undefined {
  const given = process.env['MEDIASOUP_WORKER_BIN'];
  if (given) return starts(given) ? given : undefined;
  return knownPlaces().find((place) => existsSync(place) && starts(place));
}

/** Its libraries are there and the system can run it: started by hand it refuses, with this status. */
export function starts(binary: string): boolean {
  const { status, stderr } = spawnSync(binary, { encoding: 'utf8', timeout: 5000 });
  return status === 41 && stderr.includes('real father');
}
