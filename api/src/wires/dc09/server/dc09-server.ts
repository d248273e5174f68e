// Listens to DC-09 devices over TCP and UDP on one port. Thin on purpose: it cuts what comes in into
// frames, hands each to the intake, and answers only once the intake says that it is durable.
//
// One connection's frames are handled one after another, because a device that sends a press and then
// a position must not see them overtake each other. Connections do not wait for one another, and when
// there are too many the one that said nothing longest makes room: a new one may be a press.
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { senderOf, withoutMapping } from '@achterwacht/shared/net/sender-of.ts';
import { DatagramLimit } from '../limits/datagram-limit.ts';
import { Dc09Connection } from './dc09-connection.ts';
import { dc09Limits, type Dc09Limits } from '../limits/dc09-limits.ts';
import { openingBytes } from '../decoders/foreign-protocol.ts';
import { FrameSplitter } from '../decoders/frame/dc09-frame.ts';
import { isDuh } from '../decoders/dc09-reply.ts';
import { DuhLimit } from '../limits/duh-limit.ts';
import type { Intake, ReceivedFrame } from './intake.ts';
import { Turns } from '../limits/turns.ts';

/** The part of the program's log that a server needs. */
export type ServerLog = {
  /** What anybody can make happen thousands of times a second, and what is counted besides. */
  debug: (details: object, message: string) => void;
  info: (details: object, message: string) => void;
  error: (details: object, message: string) => void;
};

export type Dc09ServerOptions = {
  host: string;
  /** For TCP and UDP alike; 0 lets the system choose one. */
  port: number;
  intake: Intake;
  clock: { now: () => Date };
  log: ServerLog;
  limits?: Partial<Dc09Limits>;
  /** One was turned away unread, or hung up on to make room. */
  onTurnedAway?: (what: TurnedAway) => void;
};

export type TurnedAway = 'datagram' | 'connection' | 'connection-for-another';

export type Dc09Server = {
  port: number;
  /** Takes no more, answers what is in hand, then closes every connection. */
  close: () => Promise<void>;
};

/** Starts listening. Rejects with the system's error when the port is taken for TCP or UDP. */
export async function startDc09Server(options: Dc09ServerOptions): Promise<Dc09Server> {
  const limits = { ...dc09Limits, ...options.limits };
  const handle = answering(options, new DuhLimit(limits.duhsPerMinute));
  const turnAway = options.onTurnedAway ?? (() => {});
  const turns = new Turns(limits);
  const streams = new OpenConnections(limits, options.log, { handle, turns, turnAway });
  // Half-open: a device may say all it has, close its side, and still wait for the answer.
  const server = createServer({ allowHalfOpen: true }, (socket) => streams.accept(socket));
  server.on('error', (error) => options.log.error({ error }, 'dc09 server failed'));
  const port = await listening(server, options);
  const datagrams = createSocket(options.host.includes(':') ? 'udp6' : 'udp4');
  const closeDatagrams = answerDatagrams(datagrams, limits, {
    ...options,
    handle,
    turns,
    turnAway,
  });
  try {
    await bound(datagrams, options.host, port);
  } catch (error) {
    server.close();
    throw error;
  }
  return {
    port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      await Promise.all([streams.close(), closeDatagrams()]);
      await closed;
    },
  };
}

type Transport = ReceivedFrame['transport'];
type Handle = (
  transport: Transport,
  remoteAddress: string,
  raw: Uint8Array,
  opening: Uint8Array,
) => Promise<Uint8Array | null>;

/** How a frame is read, the same for both transports. */
type Reading = { handle: Handle; turns: Turns; turnAway: (what: TurnedAway) => void };

/** From raw frame to answer, the same for both transports. Logs a failing intake and passes it on. */
function answering({ intake, clock, log }: Dc09ServerOptions, duhLimit: DuhLimit): Handle {
  return async (transport, remoteAddress, raw, opening) => {
    const receivedAt = clock.now();
    try {
      const answer = await intake.receiveDc09({
        protocol: 'dc09',
        transport,
        remoteAddress,
        receivedAt,
        raw,
        opening,
      });
      const isTooMuch =
        answer !== null && isDuh(answer) && !duhLimit.allows(senderOf(remoteAddress), receivedAt);
      return isTooMuch ? null : answer;
    } catch (error) {
      log.error({ error, transport, remoteAddress, bytes: raw.length }, 'frame not made durable');
      throw error;
    }
  };
}

/** The TCP connections, each sender's in the order in which they were last used. */
class OpenConnections {
  readonly #limits: Dc09Limits;
  readonly #log: ServerLog;
  readonly #handle: Handle;
  readonly #turns: Turns;
  readonly #turnAway: (what: TurnedAway) => void;
  readonly #all = new Map<Dc09Connection, string>();
  readonly #countBySender = new Map<string, number>();

  constructor(limits: Dc09Limits, log: ServerLog, { handle, turns, turnAway }: Reading) {
    this.#limits = limits;
    this.#log = log;
    this.#handle = handle;
    this.#turns = turns;
    this.#turnAway = turnAway;
  }

  accept(socket: Socket): void {
    const address = withoutMapping(socket.remoteAddress ?? 'unknown');
    const sender = senderOf(address);
    const isFull = this.#all.size >= this.#limits.connections;
    const isFullForSender = this.#countOf(sender) >= this.#limits.connectionsPerAddress;
    if ((isFull || isFullForSender) && !this.#makeRoom(isFullForSender ? sender : null)) {
      // Every one is waiting for the intake, so nothing this one says could be made durable either.
      this.#log.debug({ remoteAddress: address }, 'dc09 connection refused, no room');
      this.#turnAway('connection');
      socket.destroy();
      return;
    }
    const connection: Dc09Connection = new Dc09Connection({
      socket,
      limits: this.#limits,
      turn: (bytes) => this.#turns.wait(sender, bytes),
      handle: (raw, opening) => this.#handle('tcp', address, raw, opening),
      onUsed: () => {
        // Behind all others: a Map keeps the order of insertion.
        if (this.#all.delete(connection)) this.#all.set(connection, sender);
      },
      onEnding: (reason) => {
        this.#log.info({ remoteAddress: address, reason }, 'dc09 connection closed by us');
      },
    });
    this.#all.set(connection, sender);
    this.#countBySender.set(sender, this.#countOf(sender) + 1);
    socket.once('close', () => this.#forget(connection));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all.keys()].map((connection) => connection.close()));
  }

  #countOf(sender: string): number {
    return this.#countBySender.get(sender) ?? 0;
  }

  /**
   * Closes a connection, of one sender or of all, that is not busy. First of those on which nothing was ever
   * acknowledged, which anybody can open by the thousand; among them of the sender who has most, the one
   * used longest ago.
   */
  #makeRoom(sender: string | null): boolean {
    let chosen: { connection: Dc09Connection; sender: string; rank: number } | null = null;
    for (const [connection, its] of this.#all) {
      if (connection.isBusy || (sender !== null && its !== sender)) continue;
      const rank = this.#countOf(its) + (connection.isProven ? 0 : this.#limits.connections + 1);
      if (chosen === null || rank > chosen.rank) chosen = { connection, sender: its, rank };
    }
    if (chosen === null) return false;
    this.#forget(chosen.connection);
    this.#log.debug({ sender: chosen.sender }, 'dc09 connection closed to make room');
    this.#turnAway('connection-for-another');
    void chosen.connection.close();
    return true;
  }

  #forget(connection: Dc09Connection): void {
    const sender = this.#all.get(connection);
    if (sender === undefined) return;
    this.#all.delete(connection);
    const left = this.#countOf(sender) - 1;
    if (left <= 0) this.#countBySender.delete(sender);
    else this.#countBySender.set(sender, left);
  }
}

/** Answers each datagram to where it came from. Returns how to stop: once what is in hand is done. */
function answerDatagrams(
  socket: DatagramSocket,
  limits: Dc09Limits,
  { clock, log, handle, turns, turnAway }: Pick<Dc09ServerOptions, 'clock' | 'log'> & Reading,
): () => Promise<void> {
  const inHand = new Set<Promise<void>>();
  const limit = new DatagramLimit(limits);
  let isClosing = false;

  const answer = async (datagram: Uint8Array, address: string, port: number): Promise<void> => {
    const splitter = new FrameSplitter(limits.frameBytes);
    const from = withoutMapping(address);
    const opening = datagram.slice(0, openingBytes);
    for (const { raw } of splitter.cutAll(datagram)) {
      if (!limit.mayRead(from, raw.length, clock.now())) return turnAway('datagram');
      const turn = turns.wait(senderOf(from), raw.length);
      if (turn) await turn;
      try {
        const bytes = await handle('udp', from, raw, opening);
        if (bytes !== null) socket.send(bytes, port, address);
      } catch {
        // Logged where it failed. No answer: the device sends it again.
      }
    }
  };

  socket.on('message', (datagram, { address, port }) => {
    if (isClosing) return;
    const layDown = limit.take(withoutMapping(address), clock.now());
    if (layDown === null) return turnAway('datagram');
    const work = answer(datagram, address, port).finally(() => {
      layDown();
      inHand.delete(work);
    });
    inHand.add(work);
  });
  socket.on('error', (error) => log.error({ error }, 'dc09 datagram socket failed'));
  return async () => {
    isClosing = true;
    await Promise.all(inHand);
    const closed = once(socket, 'close');
    socket.close();
    await closed;
  };
}

async function listening(server: Server, { host, port }: Dc09ServerOptions): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  // A server that listens on a port has an address with one.
  return (server.address() as AddressInfo).port;
}

async function bound(socket: DatagramSocket, host: string, port: number): Promise<void> {
  socket.bind(port, host);
  await once(socket, 'listening');
}
