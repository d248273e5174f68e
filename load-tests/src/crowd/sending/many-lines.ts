// Connections by the thousand, from several addresses, kept up: whatever is cut off comes again, as it would.
import { connect, type Socket } from 'node:net';

type Options = {
  host: string;
  port: number;
  count: number;
  addresses: readonly string[];
  onOpen?: (socket: Socket) => void;
  /** It is over: cut off, or closed here. */
  onOver?: (socket: Socket, hadError: boolean) => void;
};

/** Tried at one moment; more only waits in the system's queue. */
const atOnce = 250;
const refillMilliseconds = 250;
const endMilliseconds = 2_000;

export class ManyLines {
  readonly sockets = new Set<Socket>();
  /** Connections that were made. */
  made = 0;
  readonly #options: Options;
  readonly #refill: NodeJS.Timeout;
  #next = 0;
  #isFilling = false;

  private constructor(options: Options) {
    this.#options = options;
    this.#refill = setInterval(() => void this.#fill(atOnce), refillMilliseconds);
  }

  /** Resolves when each was tried once. */
  static async open(options: Options): Promise<ManyLines> {
    const lines = new ManyLines(options);
    await lines.#fill(options.count);
    return lines;
  }

  async close(): Promise<void> {
    clearInterval(this.#refill);
    await Promise.all(
      [...this.sockets].map(
        (socket) =>
          new Promise<void>((resolve) => {
            socket.once('close', () => resolve());
            socket.end();
            // Whoever owes the rest of a request may get no answer to its end.
            setTimeout(() => socket.destroy(new Error('not ended')), endMilliseconds).unref();
          }),
      ),
    );
  }

  async #fill(most: number): Promise<void> {
    if (this.#isFilling) return;
    this.#isFilling = true;
    let tries = 0;
    while (tries < most && this.sockets.size < this.#options.count) {
      const wave = Math.min(atOnce, most - tries, this.#options.count - this.sockets.size);
      await Promise.all(Array.from({ length: wave }, () => this.#connect()));
      tries += wave;
    }
    this.#isFilling = false;
  }

  #connect(): Promise<void> {
    const { host, port, addresses, onOpen, onOver } = this.#options;
    const localAddress = addresses[this.#next++ % addresses.length];
    const socket = connect({ host, port, ...(localAddress ? { localAddress } : {}) });
    return new Promise((resolve) => {
      socket.on('error', () => {});
      socket.once('connect', () => {
        this.made += 1;
        this.sockets.add(socket);
        socket.resume();
        onOpen?.(socket);
        resolve();
      });
      socket.once('close', (hadError) => {
        if (this.sockets.delete(socket)) onOver?.(socket, hadError);
        resolve();
      });
    });
  }
}
