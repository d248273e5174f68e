// Ports for tests. Looking for a free one and then using it is a race that is lost once in a few hundred
// runs, so every worker of a test program has a range that is nobody else's: below the ports from which a
// start of the product chooses, and clear of its fixed ones (8080, 12009, 20044 and upwards).
//
// Of its range a worker hands out the lower half itself, one after the other. The upper half is for the
// programs that it starts and that look for a port themselves (`../instance/ports.ts` reads the variable).
import { isPortFree, isUdpPortFree, portRangeVariable } from '../instance/ports.ts';

const lowest = 12_100;
const portsPerWorker = 390;
/** Of vitest's workers, and as many of Playwright's; the first of each is the program that leads them. */
const workersPerProgram = 10;
const half = portsPerWorker / 2;

const first = lowest + workerNumber() * portsPerWorker;
process.env[portRangeVariable] = `${first + half}-${first + portsPerWorker - 1}`;
/** Anywhere: what the file before this one left dying must not be met again. */
let next = process.pid % half;

/** Free for TCP and UDP, and given to nobody else. */
export function testPort(): Promise<number> {
  return testPorts(1);
}

/** The first of so many in a row. Somebody else on this machine may have one: then those after it. */
export async function testPorts(count: number): Promise<number> {
  for (let passed = 0; passed < portsPerWorker; passed += count) {
    if (next + count > half) next = 0;
    const row = Array.from({ length: count }, (_, index) => first + next + index);
    next += count;
    const free = row.map(async (port) => (await isPortFree(port)) && (await isUdpPortFree(port)));
    if ((await Promise.all(free)).every(Boolean)) return row[0]!; // as many as asked for, one at least
  }
  throw new Error(`no ${count} free ports in a row from ${first} to ${first + half - 1}`);
}

function workerNumber(): number {
  const { VITEST, VITEST_POOL_ID = 0, TEST_PARALLEL_INDEX = -1 } = process.env;
  const number = VITEST ? Number(VITEST_POOL_ID) : Number(TEST_PARALLEL_INDEX) + 1;
  if (number >= workersPerProgram) throw new Error(`there are no ports for worker ${number}`);
  return VITEST ? number : workersPerProgram + number;
}
