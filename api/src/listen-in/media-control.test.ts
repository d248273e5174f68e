// A media-server that goes away is told apart from one that refuses, at whatever point of its answer it goes: what is
// asked of it is at fault for the second only. The one here is a small server that says what the test lets it say.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { connectMediaControl, isMediaAway } from './media-control.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function erasedBy(answer: (response: ServerResponse) => void): Promise<unknown> {
  const server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo; // it listens on one
  const control = connectMediaControl({ url: `http://127.0.0.1:${port}`, secret: 'secret' });
  return control.erase('recording').catch((error: unknown) => error);
}

test.each<[string, (response: ServerResponse) => void]>([
  ['before it says anything', (response) => response.destroy()],
  [
    'in the middle of its answer',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
      response.write('{"erased":', () => response.destroy());
    },
  ],
])(
  'A8 gone %s, it is away, and nothing that was asked of it is at fault',
  async (_when, answer) => {
    expect(isMediaAway(await erasedBy(answer))).toBe(true);
  },
);

test('A8 a refusal is about what was asked', async () => {
  const refused = await erasedBy((response) => response.writeHead(500).end('{}'));
  expect(refused).toBeInstanceOf(Error);
  expect(isMediaAway(refused)).toBe(false);
});
