// Consoles in their own processes, against small real servers: what is seen is counted, what is missing
// is noticed. The feed's server here speaks the product's public messages.
import { createServer, type Server as HttpServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { Audience } from './audience.ts';
import { nowMicroseconds } from '../clock.ts';
import { markedFrame } from '../presses/press-marker.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function listen(): Promise<{ http: HttpServer; origin: string }> {
  const http = createServer();
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  closers.push(() => {
    http.closeAllConnections();
    http.close();
  });
  return { http, origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}` };
}

async function audienceOf(options: Parameters<typeof Audience.open>[0]): Promise<Audience> {
  const audience = await Audience.open(options);
  closers.push(() => audience.close());
  return audience;
}

const floorMessage = (index: number) => ({
  frame: markedFrame({ account: 'A0C1', sequence: 1, index, time: new Date(0) }).toString('latin1'),
  ballast: 'x'.repeat(1000),
});

test('every bare console sees every press, and the last one counts', async () => {
  const { http, origin } = await listen();
  const server = new WebSocketServer({ server: http });
  const audience = await audienceOf({ kind: 'bare', origins: [origin], count: 30 });
  const sentAt = nowMicroseconds();
  for (const index of [1, 2, 3]) {
    for (const client of server.clients) client.send(JSON.stringify(floorMessage(index)));
  }
  const { presses, disorders } = await audience.seenAll(3, 30);
  expect([...presses.keys()].sort()).toEqual([1, 2, 3]);
  for (const seen of presses.values()) {
    expect(seen.sockets).toBe(30);
    expect(seen.lastAtMicroseconds).toBeGreaterThan(sentAt);
    expect(seen.lastAtMicroseconds).toBeLessThan(nowMicroseconds());
  }
  expect(disorders).toEqual({ holes: 0, repeats: 0, goodbyes: 0, closed: 0 });
  // Told once, forgotten after.
  expect((await audience.seenAll(0, 0)).presses.size).toBe(0);
});

test('a console that misses a press is missed', async () => {
  const { http, origin } = await listen();
  const server = new WebSocketServer({ server: http });
  const audience = await audienceOf({ kind: 'bare', origins: [origin], count: 3 });
  const [first, ...others] = [...server.clients];
  for (const client of others) client.send(JSON.stringify(floorMessage(9)));
  const { presses } = await audience.seenAll(1, 0.2);
  expect(presses.get(9)?.sockets).toBe(2);
  first?.terminate();
  await expect.poll(async () => (await audience.seenAll(0, 0)).disorders.closed).toBe(1);
});

test('plain Socket.IO is understood without its client', async () => {
  const { http, origin } = await listen();
  const server = new Server(http, { transports: ['websocket'] });
  closers.push(() => server.close());
  const audience = await audienceOf({ kind: 'socket.io', origins: [origin], count: 5 });
  server.emit('press', floorMessage(4));
  expect((await audience.seenAll(1, 30)).presses.get(4)?.sockets).toBe(5);
});

test('a desk says hello and follows its feed; holes, repeats and goodbyes are counted', async () => {
  const { http, origin } = await listen();
  const server = new Server(http, { transports: ['websocket'] });
  closers.push(() => server.close());
  const hellos: unknown[] = [];
  const cookies: unknown[] = [];
  server.on('connection', (socket) => {
    cookies.push(socket.handshake.headers.cookie);
    socket.on('hello', (message) => hellos.push(message));
  });
  const audience = await audienceOf({
    kind: 'product',
    origins: [origin],
    count: 2,
    cookie: 'session=x',
    afterSequence: 10,
  });
  const event = (sequence: number, type: string, latitude: number) => ({
    sequence,
    type,
    personal: { position: { fix: { latitude, longitude: 4.9 } } },
  });
  server.emit('events', [event(11, 'AlarmRaised', 52.1), event(12, 'AlarmClaimed', 52.2)]);
  server.emit('events', [event(14, 'SignalAdded', 52.3), event(12, 'AlarmClaimed', 52.2)]);
  server.emit('bye', { reason: 'restarting' });
  const { presses, disorders } = await audience.seenAll(2, 30);
  expect([...presses.keys()]).toEqual([6_000, 18_000]);
  expect(disorders).toEqual({ holes: 2, repeats: 2, goodbyes: 2, closed: 0 });
  expect(hellos).toEqual(Array(2).fill({ protocol: 1, afterSequence: 10 }));
  expect(cookies).toEqual(Array(2).fill('session=x'));
});

test('consoles that cannot connect are said, not measured', async () => {
  const { http, origin } = await listen();
  const server = new Server(http, { transports: ['websocket'] });
  server.use((_socket, next) => next(new Error('not-logged-in')));
  closers.push(() => server.close());
  const open = Audience.open({ kind: 'product', origins: [origin], count: 2 });
  await expect(open).rejects.toThrow('not-logged-in');
});
