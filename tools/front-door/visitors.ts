// Which connections stay when there are too many. Anybody can open them by the thousand and say nothing, or
// half of a request. Such a sender closes his own oldest ones, never somebody else's, and when the door is
// full whoever holds most makes room: a new visitor may be a centralist.
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { senderOf } from '@achterwacht/shared/net/sender-of.ts';

export type VisitorLimits = {
  /** Connections of one sender that have not asked anything whole yet. */
  unfinishedPerSender: number;
  /** Of all senders together, feeds included. */
  connections: number;
};

export const visitorLimits: VisitorLimits = {
  // A whole request is there within milliseconds. Three hundred desks behind one address that all load anew
  // at once, six connections each, are below it as soon as a sixth of them has spoken.
  unfinishedPerSender: 300,
  // Two for each of a few thousand screens; beyond that memory is at stake, not service.
  connections: 10_000,
};

/** Those that were told to go and have not gone yet; the system itself turns away what is beyond. */
const going = 1_000;

/**
 * What a connection is doing: its visitor owes us something (a request, or the rest of one), we owe the
 * visitor (an answer, a feed), or nobody owes anybody until the next request.
 */
type Standing = 'unfinished' | 'kept' | 'served';

/** One sender's connections by what they are doing, the longest in it first. */
type Held = Record<Standing, Set<Socket>>;

export function limitVisitors(server: Server, limits: VisitorLimits): void {
  const visitors = new Visitors(limits);
  server.maxConnections = limits.connections + going;
  server.on('connection', (socket) => visitors.welcome(socket));
  server.on('request', (request, response) => {
    const { socket } = request;
    if (hasBody(request)) request.once('end', () => visitors.nowIs(socket, 'served'));
    else visitors.nowIs(socket, 'served');
    response.once('close', () => visitors.nowIs(socket, 'kept'));
  });
  server.on('upgrade', ({ socket }) => visitors.nowIs(socket, 'served'));
}

class Visitors {
  readonly #limits: VisitorLimits;
  readonly #bySender = new Map<string, Held>();
  readonly #senderBySocket = new Map<Socket, string>();

  constructor(limits: VisitorLimits) {
    this.#limits = limits;
  }

  welcome(socket: Socket): void {
    const sender = senderOf(socket.remoteAddress ?? 'unknown');
    const held = this.#bySender.get(sender) ?? newlyHeld();
    if (this.#senderBySocket.size >= this.#limits.connections && !this.#makeRoom()) {
      // Every one is being served.
      socket.destroy();
      return;
    }
    this.#bySender.set(sender, held);
    this.#senderBySocket.set(socket, sender);
    held.unfinished.add(socket);
    socket.once('close', () => this.#forget(socket));
    if (held.unfinished.size > this.#limits.unfinishedPerSender) this.#closeOldest(held);
  }

  nowIs(socket: Socket, standing: Standing): void {
    const held = this.#heldWith(socket);
    if (!held) return;
    takeOut(held, socket);
    held[standing].add(socket);
  }

  /** Closes one of the sender who holds most among those who have any to spare. */
  #makeRoom(): boolean {
    let most: Held | null = null;
    for (const held of this.#bySender.values()) {
      if (held.unfinished.size + held.kept.size === 0) continue;
      if (most === null || countOf(held) > countOf(most)) most = held;
    }
    return most !== null && this.#closeOldest(most);
  }

  #closeOldest({ unfinished, kept }: Held): boolean {
    const [oldest] = unfinished.size > 0 ? unfinished : kept;
    if (!oldest) return false;
    this.#forget(oldest);
    oldest.destroy();
    return true;
  }

  #forget(socket: Socket): void {
    const sender = this.#senderBySocket.get(socket);
    const held = this.#heldWith(socket);
    if (sender === undefined || !held) return;
    takeOut(held, socket);
    this.#senderBySocket.delete(socket);
    if (countOf(held) === 0) this.#bySender.delete(sender);
  }

  #heldWith(socket: Socket): Held | undefined {
    const sender = this.#senderBySocket.get(socket);
    return sender === undefined ? undefined : this.#bySender.get(sender);
  }
}

function newlyHeld(): Held {
  return { unfinished: new Set(), kept: new Set(), served: new Set() };
}

function takeOut(held: Held, socket: Socket): void {
  for (const sockets of Object.values(held)) sockets.delete(socket);
}

function countOf({ unfinished, kept, served }: Held): number {
  return unfinished.size + kept.size + served.size;
}

/** A body may be on its way for as long as its sender likes. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
