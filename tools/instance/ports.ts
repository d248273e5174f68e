// Ports for what only this machine talks to. They stay below 32768, where the kernel hands out no
// numbers of its own: above it, a port free now may be somebody's outgoing connection a second later.
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** `first-last`: where tests keep the programs that they start apart from those of other workers. */
export const portRangeVariable = 'ACHTERWACHT_TEST_PORTS';
/** Clear of the product's own fixed ports (8080, 12009, 20044, 20100–20299) and of ephemeral ones. */
const usualRange = '21000-31999';
const tries = 200;

function portRange(): { lowest: number; highest: number } {
  const [lowest, highest] = (process.env[portRangeVariable] ?? usualRange).split('-').map(Number);
  if (!lowest || !highest) throw new Error(`${portRangeVariable} must read first-last`);
  return { lowest, highest };
}

export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

export function isUdpPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    probe.once('error', () => resolve(false));
    probe.bind({ port, address: host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** Free for TCP and UDP. A random one, so that two instances starting together seldom want the same. */
export async function findFreePort(taken: readonly number[] = []): Promise<number> {
  const { lowest, highest } = portRange();
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const port = randomInt(lowest, highest + 1);
    if (taken.includes(port)) continue;
    if ((await isPortFree(port)) && (await isUdpPortFree(port))) return port;
  }
  throw new Error(`no free port found between ${lowest} and ${highest}`);
}

/** The first of the workers' ports that somebody has; undefined when all are free. */
export async function busyMediaPort(settings: {
  bind: string;
  mediaPort: number;
  mediaWorkers: number;
}): Promise<number | undefined> {
  for (let slot = 0; slot < settings.mediaWorkers; slot += 1) {
    const port = settings.mediaPort + slot;
    const isFree =
      (await isPortFree(port, settings.bind)) && (await isUdpPortFree(port, settings.bind));
    if (!isFree) return port;
  }
  return undefined;
}

/** The first of so many in a row, each free for UDP and TCP. */
export async function findFreePorts(count: number): Promise<number> {
  const { lowest, highest } = portRange();
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const first = randomInt(lowest, highest + 2 - count);
    const row = Array.from({ length: count }, (_, index) => first + index);
    const free = row.map(async (port) => (await isPortFree(port)) && (await isUdpPortFree(port)));
    if ((await Promise.all(free)).every(Boolean)) return first;
  }
  throw new Error(`no ${count} free ports in a row between ${lowest} and ${highest}`);
}

/** Keeps the remembered ports that are still free, so that addresses in notes and firewalls hold. */
export async function choosePorts<Name extends string>(
  names: readonly Name[],
  remembered: Partial<Record<Name, number>>,
): Promise<Record<Name, number>> {
  const chosen: Partial<Record<Name, number>> = {};
  for (const name of names) {
    const before = remembered[name];
    const others = Object.values<number | undefined>(chosen).filter((port) => port !== undefined);
    const canStay = before !== undefined && !others.includes(before) && (await isPortFree(before));
    chosen[name] = canStay ? before : await findFreePort(others);
  }
  return chosen as Record<Name, number>; // every name was just given one
}
