// How large the crowd is, and where each of it stands.
import { readFile } from 'node:fs/promises';
import { StatedProblem } from '../../target/target.ts';

export type CrowdSize = {
  /** Calls for help of accounts that nobody knows, never the same twice, from twenty addresses. */
  refusedPerSecond: number;
  /** Of four kilobytes each, full of calls for help. */
  longFramesPerSecond: number;
  datagramsPerSecond: number;
  /** Requests at the front door that begin and never end. */
  halfOpen: number;
  /** Connections at the device port without a byte. */
  idle: number;
  /** Devices that send a byte every quarter of a second. */
  slowSenders: number;
  repeatsPerSecond: number;
  importedLines: number;
  /** Phones on the police page that ask much and hardly read. */
  slowReaders: number;
  /** Presses of a button whose row somebody holds. */
  lockedPressesPerSecond: number;
};

export const wholeCrowd: CrowdSize = {
  refusedPerSecond: 2_000,
  longFramesPerSecond: 10,
  datagramsPerSecond: 2_000,
  halfOpen: 10_000,
  idle: 2_000,
  slowSenders: 200,
  repeatsPerSecond: 1_000,
  importedLines: 10_000,
  slowReaders: 20,
  lockedPressesPerSecond: 5,
};

/** Loopback addresses, so that a limit by address takes each for somebody else. */
export function addressesOf(who: keyof typeof streets, count = 1): string[] {
  return Array.from({ length: count }, (_, house) => `127.0.${streets[who]}.${house + 1}`);
}
const streets = {
  customer: 31,
  visitor: 32,
  refused: 33,
  long: 34,
  datagrams: 35,
  halfOpen: 36,
  idle: 37,
  slow: 38,
  police: 39,
  locked: 40,
  refusedCustomer: 41,
};

/** Of a process: files that are no connections of the crowd. */
const otherFiles = 1_000;

/**
 * The product's processes and one of ours hold that many connections, each an open file. With fewer allowed this
 * would measure the machine.
 */
export async function assertFilesEnough({ halfOpen, idle }: CrowdSize): Promise<void> {
  const needed = Math.max(halfOpen, idle) + otherFiles;
  const limits = await readFile('/proc/self/limits', 'utf8');
  // Name, soft limit, hard limit; Node raises its own to the hard one, and so do the product's.
  const allowed = Number(/^Max open files\s+\S+\s+(\d+)/m.exec(limits)?.[1] ?? Infinity);
  if (allowed >= needed) return;
  throw new StatedProblem(
    `A process may have ${allowed} files open here and the crowd needs ${needed}: raise the hard limit ` +
      `(ulimit -Hn, LimitNOFILE= or /etc/security/limits.conf) first.`,
  );
}
