// Where a run keeps what its tests write: in memory where there is enough of it. Nothing of it has to survive the run,
// and databases that wait for a disk keep tests waiting. The drills stay on the disk, as the product does.
import { mkdtempSync, realpathSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const memoryFolder = '/dev/shm';
/** Linux's number of a file system in memory (statfs(2)). */
const tmpfs = 0x0102_1994;
/** Several times what a whole run has at once: 0.7 GB was seen. */
const roomBytes = 4e9;
/** With what the browsers and the products of the stories take, which is half of it. */
const freeBytes = 12e9;

export function makeRunFolder({ mayBeInMemory }: { mayBeInMemory: boolean }): string {
  const place = mayBeInMemory && isRoomyMemory(memoryFolder) ? memoryFolder : tmpdir();
  return mkdtempSync(join(realpathSync(place), 'achterwacht-test-'));
}

function isRoomyMemory(folder: string): boolean {
  try {
    const { type, bavail, bsize } = statfsSync(folder);
    return type === tmpfs && bavail * bsize >= roomBytes && process.availableMemory() >= freeBytes;
  } catch {
    return false;
  }
}
