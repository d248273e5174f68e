// An address looked up in a register that answers as PDOK Locatieserver does, a small real server; and what becomes of it
// when that is away, slow, or answers with something else.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { movableClock } from '../clock.ts';
import { openLogger } from '../logger.ts';
import { startsAt } from '../testing/alarm-centre.ts';
import { createFindAddresses } from './find-addresses.ts';
import { createAskRegister } from './register.ts';

const clock = movableClock(startsAt);
const log = openLogger('silent');
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

async function register(answer: RequestListener) {
  server = createServer(answer);
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = new URL(`http://127.0.0.1:${port}/search/v3_1/free`);
  return createFindAddresses(createAskRegister({ url, clock, log }));
}

const json =
  (body: unknown): RequestListener =>
  (_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  };

test('what it knows comes with its point, and it is asked for addresses alone', async () => {
  let asked: URLSearchParams | undefined;
  const find = await register((request, response) => {
    asked = new URL(request.url ?? '', 'http://x').searchParams;
    json({
      response: {
        docs: [
          { weergavenaam: 'Veerallee 30, 8019AA Zwolle', centroide_ll: 'POINT(6.0812 52.50862)' },
          { weergavenaam: 'Nergens', centroide_ll: 'niets' },
        ],
      },
    })(request, response);
  });
  expect(await find('Veerallee 30 & Zwolle')).toEqual({
    isAsked: true,
    found: [{ address: 'Veerallee 30, 8019AA Zwolle', latitude: 52.50862, longitude: 6.0812 }],
  });
  expect(Object.fromEntries(asked!)).toMatchObject({
    q: 'Veerallee 30 & Zwolle',
    fq: 'type:adres',
  });
});

test.each<[string, RequestListener]>([
  ['that fails', (_request, response) => response.writeHead(500).end()],
  ['that says something else', json({ docs: [] })],
  ['that says no JSON', (_request, response) => response.end('<html>')],
  [
    'that sends elsewhere',
    (_request, response) => response.writeHead(302, { location: '/' }).end(),
  ],
  ['that hangs up', (request) => request.socket.destroy()],
])('of one %s nothing is known, and the address is typed', async (_what, answer) => {
  expect(await (await register(answer))('Veerallee')).toEqual({ isAsked: false, found: [] });
});

test('none is asked where none is set', async () => {
  const find = createFindAddresses(createAskRegister({ url: null, clock, log }));
  expect(await find('Veerallee')).toEqual({ isAsked: false, found: [] });
});
