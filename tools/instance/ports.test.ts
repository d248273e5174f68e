import { createServer } from 'node:net';
import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  choosePorts,
  findFreePort,
  isPortFree,
  isUdpPortFree,
  portRangeVariable,
} from './ports.ts';

const closing: (() => void)[] = [];
// As a start of the product has it, whichever worker of the tests this is.
beforeEach(() => vi.stubEnv(portRangeVariable, undefined));
afterEach(() => {
  vi.unstubAllEnvs();
  closing.splice(0).forEach((close) => close());
});

test('a free port lies below the range the kernel hands out itself', async () => {
  const port = await findFreePort();
  expect(port).toBeGreaterThanOrEqual(21_000);
  expect(port).toBeLessThan(32_768);
  expect(await isPortFree(port)).toBe(true);
});

test('a port somebody listens on is not free', async () => {
  const port = await findFreePort();
  await occupy(port);
  expect(await isPortFree(port)).toBe(false);
});

test('UDP is looked at by itself: a TCP listener does not take it', async () => {
  const port = await findFreePort();
  await occupy(port);
  expect(await isUdpPortFree(port)).toBe(true);
  const socket = createSocket('udp4');
  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening');
  closing.push(() => socket.close());
  expect(await isUdpPortFree(port)).toBe(false);
});

test('remembered ports stay while they are free, and never serve two programs', async () => {
  const [kept, taken] = [await findFreePort(), await findFreePort()];
  await occupy(taken);
  const chosen = await choosePorts(['postgres', 'api', 'console'], {
    postgres: kept,
    api: kept,
    console: taken,
  });
  expect(chosen.postgres).toBe(kept);
  expect(chosen.console).not.toBe(taken);
  expect(new Set(Object.values(chosen)).size).toBe(3);
});

async function occupy(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
}
