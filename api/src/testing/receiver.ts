// A receiver outside, as a real small server: it takes, refuses, dawdles, says nothing or cuts the line,
// whichever a test wants next, and remembers every question that reached it whole.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Received = { path: string; headers: Record<string, string>; body: string };
type Behaviour =
  | 'takes'
  | 'refuses'
  | 'redirects'
  /** The question arrives whole, and no answer ever comes. */
  | 'hangs'
  /** The question arrives whole, and the line ends before the answer. */
  | 'cuts'
  /** The line ends within the answer, after its status. */
  | 'cuts-within';

/** @param port Where somebody was told beforehand that it listens; any free one if nobody was. */
export async function openReceiver(port = 0) {
  const received: Received[] = [];
  let behaviour: Behaviour = 'takes';
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({
        path: request.url ?? '',
        headers: request.headers as Record<string, string>,
        body,
      });
      behave(behaviour, response);
    });
  });
  function behave(how: Behaviour, response: ServerResponse): void {
    switch (how) {
      case 'takes':
        return void response.writeHead(202).end('genoteerd');
      case 'refuses':
        return void response.writeHead(503).end('geheim van de ontvanger');
      case 'redirects':
        return void response.writeHead(307, { location: '/elders' }).end();
      case 'hangs':
        return;
      case 'cuts':
        return void response.destroy();
      case 'cuts-within':
        response.writeHead(200, { 'content-length': '100' });
        response.write('half');
        return void setImmediate(() => response.destroy());
    }
  }
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: listensAt } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${listensAt}/in`),
    received,
    become: (how: Behaviour) => (behaviour = how),
    async close(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
