// A device's side over UDP, and the way between, which loses, doubles and reorders as a mobile network
// does. What it does to a datagram is thrown by dice with a seed, so a failing run can be had again.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** One source port of a device; answers come to it or nowhere. */
export class UdpDevice {
  readonly #socket: Socket;
  readonly #to: number;
  readonly answers: string[] = [];

  private constructor(socket: Socket, to: number) {
    this.#socket = socket;
    this.#to = to;
    socket.on('message', (bytes) => this.answers.push(bytes.toString('latin1').trim()));
  }

  static async open(to: number): Promise<UdpDevice> {
    return new UdpDevice(await boundSocket(), to);
  }

  send(datagram: Uint8Array): void {
    this.#socket.send(datagram, this.#to, '127.0.0.1');
  }

  /** The same datagram again and again until an answer satisfies, as devices do. */
  async insist(datagram: Uint8Array, isAnswer: (answer: string) => boolean): Promise<number> {
    for (let attempts = 1; attempts <= 60; attempts += 1) {
      this.send(datagram);
      const until = performance.now() + 250;
      while (performance.now() < until) {
        if (this.answers.some(isAnswer)) return attempts;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
    throw new Error('sixty attempts and no answer');
  }

  close(): void {
    this.#socket.close();
  }
}

export type RoughWay = { port: number; lost: () => number; close: () => void };

type Chances = { lost: number; doubled: number; late: number };

/** Stands between devices and the product; each device keeps a port of its own on the far side. */
export async function openRoughWay(to: number, chances: Chances, seed: number): Promise<RoughWay> {
  const throwDice = dice(seed);
  const near = await boundSocket();
  const fars = new Map<number, Promise<Socket>>();
  const onTheirWay = new Set<NodeJS.Timeout>();
  let lost = 0;

  const carry = (send: () => void) => {
    if (throwDice() < chances.lost) return void (lost += 1);
    const times = throwDice() < chances.doubled ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      // Late enough for what was sent after it to come first.
      const late = throwDice() < chances.late ? 40 * throwDice() : 0;
      const sending = setTimeout(() => {
        onTheirWay.delete(sending);
        send();
      }, late);
      onTheirWay.add(sending);
    }
  };
  const farOf = (port: number) => {
    const opening = (async () => {
      const far = await boundSocket();
      far.on('message', (bytes) => carry(() => near.send(bytes, port, '127.0.0.1')));
      return far;
    })();
    fars.set(port, opening);
    return opening;
  };
  near.on('message', (bytes, { port }) => {
    void (fars.get(port) ?? farOf(port)).then((far) =>
      carry(() => far.send(bytes, to, '127.0.0.1')),
    );
  });
  return {
    port: near.address().port,
    lost: () => lost,
    close: () => {
      for (const sending of onTheirWay) clearTimeout(sending);
      near.removeAllListeners().close();
      for (const opening of fars.values())
        void opening.then((far) => far.removeAllListeners().close());
    },
  };
}

async function boundSocket(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

/** Numbers from 0 up to 1 (mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
