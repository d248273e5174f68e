import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openFrontDoor } from './open-front-door.ts';
import { rotateOver } from './targets.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

test('a request reaches its program with the true visitor, whatever the visitor claims', async () => {
  const api = await program('api');
  const door = await doorTo({ api: [api] });
  const headers = {
    'x-forwarded-for': '6.6.6.6',
    'x-forwarded-proto': 'https',
    forwarded: 'for=x',
  };
  const reply = await fetch(`${door}/api/board`, { headers });
  const seen = (await reply.json()) as { name: string; headers: Record<string, string> };
  expect(seen.name).toBe('api');
  expect(seen.headers['x-forwarded-for']).toBe('127.0.0.1');
  expect(seen.headers['x-forwarded-proto']).toBe('http');
  expect(seen.headers['x-forwarded-host']).toBe(new URL(door).host);
  expect(seen.headers['forwarded']).toBeUndefined();
  const page = await fetch(`${door}/page`);
  expect(((await page.json()) as { name: string }).name).toBe('console');
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect(page.headers.get('strict-transport-security')).toBeNull();
});

test('behind TLS every answer says that it is always so, also where a program is down', async () => {
  const door = await doorTo({ api: ['http://127.0.0.1:1'], publicProtocol: 'https' });
  for (const path of ['/page', '/api/x', '/_app/version.json'])
    expect((await fetch(door + path)).headers.get('strict-transport-security')).toBe(
      'max-age=31536000; includeSubDomains',
    );
});

test('a program that is down: a Dutch page for people, JSON for programs, both 502', async () => {
  const door = await doorTo({ api: ['http://127.0.0.1:1'] });
  const page = await fetch(`${door}/api/x`, { headers: { accept: 'text/html' } });
  expect(page.status).toBe(502);
  expect(await page.text()).toContain('antwoordt even niet');
  const json = await fetch(`${door}/api/x`, { headers: { accept: 'application/json' } });
  expect(json.status).toBe(502);
  expect(await json.json()).toMatchObject({ error: { code: 'unreachable' } });
});

test('sound goes to its own server, requests and upgrades alike', async () => {
  const api = 'http://127.0.0.1:1';
  const door = await doorTo({ api: [api], media: await program('media') });
  const reply = (await (await fetch(`${door}/whip/1`, { method: 'PATCH' })).json()) as {
    name: string;
  };
  expect(reply.name).toBe('media');
  const upgrading = await doorTo({ api: [api], media: await echoingUpgrades() });
  expect(await upgrade(upgrading, '/listen-in/?EIO=4', 'ping')).toEqual({
    status: 101,
    echoed: 'ping',
  });
});

test('sound that is not there says so in its own words, and its sockets end at once', async () => {
  const door = await doorTo({ api: ['http://127.0.0.1:1'] });
  const reply = await fetch(`${door}/whip`, { method: 'POST' });
  expect(reply.status).toBe(503);
  expect(await reply.json()).toMatchObject({ error: { code: 'no-sound' } });
  await expect(upgrade(door, '/listen-in/?EIO=4', 'ping')).rejects.toThrow();
});

test('what one connection asks ahead is answered in turn', async () => {
  const asked: string[] = [];
  const door = await doorTo({
    api: [await program('api', ({ url }) => void asked.push(url ?? ''))],
  });
  const visitor = visitorOf(door);
  visitor.write([1, 2, 3].map((count) => `GET /api/${count} HTTP/1.1\r\nHost: x\r\n\r\n`).join(''));
  await expect.poll(() => visitor.read().match(/HTTP\/1\.1 200/g)?.length).toBe(3);
  expect(asked).toEqual(['/api/1', '/api/2', '/api/3']);
});

test('a question of two lengths is nobody’s: no second one hides in its body', async () => {
  const asked: string[] = [];
  const door = await doorTo({
    api: [await program('api', ({ url }) => void asked.push(url ?? ''))],
  });
  const hidden = 'GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n';
  for (const lengths of [
    `Content-Length: ${hidden.length}\r\nTransfer-Encoding: chunked`,
    `Content-Length: 0\r\nContent-Length: ${hidden.length}`,
    'Transfer-Encoding: chunked, identity',
    `Content-Length: +${hidden.length}`,
  ]) {
    const visitor = visitorOf(door);
    visitor.write(`POST /api/first HTTP/1.1\r\nHost: x\r\n${lengths}\r\n\r\n0\r\n\r\n${hidden}`);
    await expect
      .poll(() => [lengths, visitor.closed(), visitor.read()])
      .toEqual([lengths, true, expect.stringMatching(/^HTTP\/1\.1 400 /)]);
  }
  expect(asked).toEqual([]);
});

test('whoever asks by the thousand and ahead of any answer takes nobody else his turn', async () => {
  const held: ServerResponse[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/api/slow') held.push(response);
    else response.end('here');
  });
  const door = await doorTo({ api: [await listen(server)] });
  const greedy = Array.from({ length: 150 }, () => visitorOf(door));
  for (const visitor of greedy)
    visitor.write('GET /api/slow HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(10));
  await expect.poll(() => held.length).toBe(greedy.length);
  expect(await (await fetch(`${door}/api/quick`)).text()).toBe('here');
  const [first] = greedy;
  first?.write('GET /api/slow HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(10));
  await expect.poll(() => first?.closed()).toBe(true);
});

test('several api processes take turns, and a dead one costs no reader an error', async () => {
  const door = await doorTo({ api: [await program('one'), await program('two')] });
  const names = new Set<string>();
  for (let count = 0; count < 4; count += 1) {
    names.add(((await (await fetch(`${door}/api/x`)).json()) as { name: string }).name);
  }
  expect([...names].sort()).toEqual(['one', 'two']);

  const half = await doorTo({ api: ['http://127.0.0.1:1', await program('alive')] });
  for (let count = 0; count < 4; count += 1) {
    expect((await fetch(`${half}/api/x`)).status).toBe(200);
  }
});

test('a command is never sent twice: one dead process refuses it, the next one takes the next', async () => {
  let commands = 0;
  const alive = await program('alive', () => (commands += 1));
  const door = await doorTo({ api: ['http://127.0.0.1:1', alive] });
  const statuses = [];
  for (let count = 0; count < 3; count += 1) {
    statuses.push((await fetch(`${door}/api/x`, { method: 'POST', body: '{}' })).status);
  }
  expect(statuses).toEqual([502, 200, 200]);
  expect(commands).toBe(2);
});

test('one that is down comes back into the turn once it answers', async () => {
  const targets = rotateOver(['a', 'b'], async () => true);
  targets.markDown('a');
  expect(targets.inTurn()).toEqual(['b', 'a']);
  expect(targets.inTurn()).toEqual(['b', 'a']);
  targets.close();
});

test('the live feed is upgraded and carries bytes both ways; other paths are not', async () => {
  const api = await echoingUpgrades();
  const door = await doorTo({ api: [api] });
  const { status, echoed } = await upgrade(door, '/socket.io/?EIO=4', 'ping');
  expect(status).toBe(101);
  expect(echoed).toBe('ping');
  await expect(upgrade(door, '/page', 'ping')).rejects.toThrow();
});

test('a feed whose api is down ends at once instead of hanging', async () => {
  const door = await doorTo({ api: ['http://127.0.0.1:1'] });
  await expect(upgrade(door, '/socket.io/', 'ping')).rejects.toThrow();
});

test('closing the door ends open feeds, so that a stop does not wait for them', async () => {
  const door = await openFrontDoor({
    bind: '127.0.0.1',
    port: 0,
    publicProtocol: 'http',
    apiTargets: [await echoingUpgrades()],
    consoleTarget: 'http://127.0.0.1:1',
    mediaTarget: nobody,
  });
  const socket = connect((door.server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(
    'GET /socket.io/ HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  );
  await once(socket, 'data');
  const ended = once(socket, 'close');
  socket.resume();
  await door.close();
  await ended;
});

/** No program may listen on a port this low without being asked to. */
const nobody = 'http://127.0.0.1:1';

type Door = { api: string[]; media?: string; publicProtocol?: string };

async function doorTo({ api, media = nobody, publicProtocol = 'http' }: Door): Promise<string> {
  const door = await openFrontDoor({
    bind: '127.0.0.1',
    port: 0,
    publicProtocol,
    apiTargets: api,
    consoleTarget: await program('console'),
    mediaTarget: media,
  });
  closing.push(door.close);
  return `http://127.0.0.1:${(door.server.address() as AddressInfo).port}`;
}

/** A real server that tells who it is and what it was sent. */
async function program(
  name: string,
  onRequest: (request: IncomingMessage) => void = () => undefined,
): Promise<string> {
  const server = createServer((request, response) => {
    onRequest(request);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ name, headers: request.headers }));
  });
  return listen(server);
}

/** A connection of its own, on which is written what the test says. */
function visitorOf(door: string) {
  const socket = connect(Number(new URL(door).port), '127.0.0.1');
  let read = '';
  socket.on('data', (data) => (read += data.toString()));
  socket.on('error', () => {});
  closing.push(async () => socket.destroy());
  return {
    write: (text: string) => void socket.write(text),
    read: () => read,
    closed: () => socket.destroyed,
  };
}

async function echoingUpgrades(): Promise<string> {
  const server = createServer();
  server.on('upgrade', (_request: IncomingMessage, socket) => {
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    socket.on('error', () => socket.destroy());
    socket.pipe(socket);
  });
  return listen(server);
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function upgrade(door: string, path: string, message: string) {
  return new Promise<{ status: number | undefined; echoed: string }>((resolve, reject) => {
    const headers = { connection: 'Upgrade', upgrade: 'websocket' };
    const request = httpRequest(`${door}${path}`, { headers });
    request.once('error', reject);
    request.once('response', () => reject(new Error('not upgraded')));
    request.once('upgrade', (response, socket) => {
      socket.once('data', (data: Buffer) => {
        socket.destroy();
        resolve({ status: response.statusCode, echoed: data.toString() });
      });
      socket.write(message);
    });
    request.end();
  });
}
