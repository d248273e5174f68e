// The one origin: pages, API and live feed behind a single address, so that cookies, the same-origin rule
// and a firewall have one thing to think about. Behind TLS this is Caddy's work (deploy/Caddyfile), by
// the same table of paths; here it is for one machine.
//
// It knows paths and addresses, nothing of alarms. The forwarding itself is httpxy's.
import { Agent, createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { createProxyServer } from 'httpxy';
import { inTurn } from './in-turn.ts';
import { placeOf, type Place } from './places.ts';
import { rotateOver, type Targets } from './targets.ts';
import { answerNoSound, answerUnreachable } from './unreachable.ts';
import { limitVisitors, visitorLimits, type VisitorLimits } from './visitors.ts';

export type FrontDoorOptions = {
  bind: string;
  /** 0 lets the system choose; tests do. */
  port: number;
  /** http or https: what the browser sees, which a server behind a TLS terminator can't know. */
  publicProtocol: string;
  apiTargets: readonly string[];
  consoleTarget: string;
  /** Nobody need answer there: sound may come later than the rest, or not at all. */
  mediaTarget: string;
  limits?: Partial<VisitorLimits>;
};

export type FrontDoor = { server: Server; close: () => Promise<void> };

/** Longer than the api's own limit for a report, shorter than anybody's patience. */
const answerMilliseconds = 60_000;

/** For a year, as the api says it of its own answers: nobody who typed the name without https is led elsewhere. */
const overTlsAlone = 'max-age=31536000; includeSubDomains';

/** A console that can't open its live feed within this goes round again by itself. */
const upgradeMilliseconds = 10_000;

export async function openFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const api = rotateOver(options.apiTargets);
  const consoles = rotateOver([options.consoleTarget]);
  const media = rotateOver([options.mediaTarget]);
  const agent = new Agent({ keepAlive: true, maxSockets: 1024, maxFreeSockets: 64 });
  const feeds = new Set<Socket>();
  const proxy = createProxyServer({
    proxyTimeout: answerMilliseconds,
    upgradeTimeout: upgradeMilliseconds,
  });
  // Both halves of a feed go together; piping alone hands on an orderly end, not a broken one.
  proxy.on('proxyReqWs', (outgoing, _request, visitor) => {
    outgoing.once('upgrade', (_response, inner) => {
      visitor.once('close', () => inner.destroy());
      inner.once('close', () => visitor.destroySoon());
    });
  });
  const targetsFor = { api, console: consoles, media } satisfies Record<Place, Targets>;

  const server = createServer((request, response) => {
    const place = placeOf(request.url);
    describeVisitor(request, options.publicProtocol);
    // Of every file too, whoever serves it: what it is, its sender says and no browser guesses.
    response.setHeader('x-content-type-options', 'nosniff');
    if (options.publicProtocol === 'https')
      response.setHeader('strict-transport-security', overTlsAlone);
    inTurn(request.socket, response, () => {
      forward(targetsFor[place], canBeRepeated(request), (target) =>
        proxy.web(request, response, { target, agent }),
      ).catch(() => (place === 'media' ? answerNoSound : answerUnreachable)(request, response));
    });
  });

  // Only the live feed and the desks' sound are upgraded; any other wish to is answered by closing.
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const place = placeOf(request.url);
    const targets = place === 'console' ? undefined : targetsFor[place];
    const [target] = targets?.inTurn() ?? [];
    if (!targets || !target) {
      socket.destroy();
      return;
    }
    feeds.add(socket);
    socket.once('close', () => feeds.delete(socket));
    describeVisitor(request, options.publicProtocol);
    proxy.ws(request, socket, { target, agent: false }, head).catch(() => {
      targets.markDown(target);
      socket.destroy();
    });
  });

  // A page's request is small and quick to send; a slow sender is holding a place on purpose.
  server.headersTimeout = 10_000;
  server.requestTimeout = 60_000;
  // Longer than browsers keep an idle connection, so that it is they who close it.
  server.keepAliveTimeout = 65_000;
  limitVisitors(server, { ...visitorLimits, ...options.limits });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.bind, port: options.port }, resolve);
  });
  return {
    server,
    close: async () => {
      api.close();
      consoles.close();
      media.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // The server no longer counts upgraded connections among its own.
      for (const feed of feeds) feed.destroy();
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

/** What comes from outside is not believed: a visitor could write any address into these. */
function describeVisitor(request: IncomingMessage, publicProtocol: string): void {
  delete request.headers['forwarded'];
  delete request.headers['x-forwarded-port'];
  request.headers['x-forwarded-proto'] = publicProtocol;
  request.headers['x-forwarded-host'] = request.headers.host ?? '';
  request.headers['x-forwarded-for'] = request.socket.remoteAddress ?? '';
}

/** Without a body and by definition harmless: may be sent to another process when one is gone. */
function canBeRepeated(request: IncomingMessage): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}

/**
 * A command must not reach two processes, so only what can be repeated is tried again: at the next
 * target, or once more at the only one (a kept connection that a restart closed fails just once).
 */
async function forward(
  targets: Targets,
  mayRepeat: boolean,
  send: (target: string) => Promise<void>,
): Promise<void> {
  const order = targets.inTurn();
  const tries = mayRepeat ? [...order, ...order].slice(0, Math.max(2, order.length)) : [order[0]];
  let failure: unknown;
  for (const target of tries) {
    if (!target) continue;
    try {
      return await send(target);
    } catch (error) {
      targets.markDown(target);
      failure = error;
    }
  }
  throw failure;
}
