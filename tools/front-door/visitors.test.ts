import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { limitVisitors } from './visitors.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const [greedy, another] = ['127.0.0.2', '127.0.0.3'];

test('F7: who opens hundreds and asks nothing whole closes his own oldest, and is still answered', async () => {
  const door = await limited({ unfinishedPerSender: 20, connections: 1_000 });
  const theirs = await door.open(another, 'GET / HTTP/1.1\r\nHost: x\r\nX-');
  const half: Visitor[] = [];
  for (let count = 0; count < 100; count += 1) half.push(await door.open(greedy, 'GET / HT'));
  await expect.poll(() => half.filter(({ closed }) => closed).length).toBe(80);
  expect(half.slice(0, 80).every(({ closed }) => closed)).toBe(true);
  expect(theirs.closed).toBe(false);
  expect(await door.ask(greedy)).toContain('200 OK');
  theirs.write('Y: 1\r\n\r\n');
  await expect.poll(() => theirs.read).toContain('200 OK');
});

test('a body that does not end counts as nothing whole', async () => {
  const door = await limited({ unfinishedPerSender: 2, connections: 1_000 });
  const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf';
  const slow = await door.open(greedy, head);
  const chunked = await door.open(
    greedy,
    `${head.replace(/Content.*9/, 'Transfer-Encoding: chunked')}`,
  );
  const asked = await door.open(greedy, unanswered);
  await expect.poll(() => door.unanswered()).toBe(1);
  for (let count = 0; count < 2; count += 1) await door.open(greedy, '');
  await expect.poll(() => [slow.closed, chunked.closed]).toEqual([true, true]);
  expect(asked.closed).toBe(false);
});

test('a full door: whoever holds most makes room, first what never asked, never what is being served', async () => {
  const door = await limited({ unfinishedPerSender: 1_000, connections: 9 });
  const theirs = await door.open(another, whole);
  const kept = await door.open(greedy, whole);
  await expect.poll(() => theirs.read + kept.read).toMatch(/200 OK[^]*200 OK/);
  const feed = await door.open(
    greedy,
    'GET /feed HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  );
  await expect.poll(() => feed.read).toContain('101');
  const served = [feed];
  const asking = async (sender: string) => {
    served.push(await door.open(sender, unanswered));
    await expect.poll(() => door.unanswered()).toBe(served.length - 1);
  };
  for (let count = 0; count < 4; count += 1) await asking(greedy);
  const half = [await door.open(greedy, 'GET /'), await door.open(greedy, '')];

  await asking(another);
  await asking(another);
  await expect.poll(() => half.map(({ closed }) => closed)).toEqual([true, true]);
  expect(kept.closed).toBe(false);
  await asking(another);
  await expect.poll(() => kept.closed).toBe(true);
  expect(theirs.closed).toBe(false);
  // The one who holds most has nothing to spare by now.
  await asking(another);
  await expect.poll(() => theirs.closed).toBe(true);
  const tooMany = await door.open(another, '');
  await expect.poll(() => tooMany.closed).toBe(true);
  expect(served.map(({ closed }) => closed)).not.toContain(true);
});

const whole = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
const unanswered = 'GET /never HTTP/1.1\r\nHost: x\r\n\r\n';

type Visitor = { closed: boolean; read: string; write: (text: string) => void };

async function limited(limits: Parameters<typeof limitVisitors>[1]) {
  let unanswered = 0;
  const server = createServer((request, response) => {
    if (request.url === '/never') unanswered += 1;
    else request.resume().once('end', () => response.end('ok'));
  });
  server.on('upgrade', (_request, socket) => {
    socket.on('error', () => socket.destroy());
    socket.resume().once('end', () => socket.destroy());
    socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
  });
  limitVisitors(server, limits);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = new Set<Socket>();
  closing.push(async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    await closed;
  });
  const { port } = server.address() as AddressInfo;

  /** Resolves when the server has the connection, so that the order is the one asked for. */
  const open = async (localAddress: string, text: string): Promise<Visitor> => {
    const arrived = once(server, 'connection');
    const socket = connect({ host: '127.0.0.1', port, localAddress });
    sockets.add(socket);
    const visitor = { closed: false, read: '', write: (more: string) => void socket.write(more) };
    socket.on('data', (data) => (visitor.read += data.toString()));
    socket.on('error', () => {});
    socket.once('close', () => (visitor.closed = true));
    await once(socket, 'connect');
    await arrived;
    if (text !== '') socket.write(text);
    return visitor;
  };
  const ask = async (localAddress: string): Promise<string> => {
    const visitor = await open(localAddress, whole);
    await expect.poll(() => visitor.read).toContain('\r\n\r\n');
    return visitor.read;
  };
  return { open, ask, unanswered: () => unanswered };
}
