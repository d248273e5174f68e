// A device's side of the wire, byte for byte: for what the simulated button never does, such as
// sending the same frame twice, a wrong checksum, or another account's number. Frames and answers are
// the load tests' own, which share no code with the receiver.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import {
  checksum,
  encodeFrame,
  readAnswer,
} from '../../../../load-tests/src/button/dc09-frames.ts';
import type { Button } from './test-instance.ts';

export { Dc09Button } from '../../../../load-tests/src/button/dc09-button.ts';

type Press = {
  sequence: number;
  /** Behind `#account|`; a panic of zone 1 unless told otherwise. */
  data?: string;
  id?: 'SIA-DCS' | 'ADM-CID';
  extended?: string[];
  /** Null: none, also where a receiver demands one. */
  time?: Date | null;
};

/** What a button sends; encrypted when it has a key, and then with the time of now. */
export function frameOf(button: Pick<Button, 'account' | 'key'>, press: Press): Buffer {
  const time = press.time === undefined && button.key ? new Date() : press.time;
  return encodeFrame({
    id: press.id ?? 'SIA-DCS',
    sequence: press.sequence,
    receiver: '1',
    line: '0',
    account: button.account,
    data: press.data ?? 'Nri1/PA001',
    ...(press.extended ? { extended: press.extended } : {}),
    ...(time ? { time } : {}),
    ...(button.key ? { key: button.key } : {}),
  });
}

/** Any text as a frame; `crc` to put a wrong one before it. */
export function envelope(body: string, crc?: string): Buffer {
  const bytes = Buffer.from(body, 'latin1');
  const four = (value: number) => value.toString(16).toUpperCase().padStart(4, '0');
  const head = `\n${crc ?? four(checksum(bytes))}${four(bytes.length)}`;
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes, Buffer.from('\r')]);
}

/** Tests the line and names nobody: always acknowledged, after everything that was sent before it. */
const linkTest = envelope('"NULL"0000L0[]');

/** One TCP connection of a device. */
export class Line {
  readonly #socket: Socket;
  #received = '';
  isClosed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => (this.#received += chunk.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => (this.isClosed = true));
  }

  /** `from`: another address of this machine, because answers are counted by address. */
  static async open(port: number, from = '127.0.0.1'): Promise<Line> {
    const socket = connect({ host: '127.0.0.1', port, localAddress: from, noDelay: true });
    await once(socket, 'connect');
    return new Line(socket);
  }

  send(...frames: Uint8Array[]): void {
    this.#socket.write(Buffer.concat(frames));
  }

  /** Sends, and gives what was answered: a link test behind it shows where silence ends. */
  async ask(...frames: Uint8Array[]): Promise<string[]> {
    this.#received = '';
    this.send(...frames, linkTest);
    while (!this.isClosed && !/"ACK"0000L0\[\]\r/.test(this.#received)) {
      await Promise.race([once(this.#socket, 'data'), once(this.#socket, 'close')]);
    }
    return this.answers.filter((answer) => !answer.includes('"ACK"0000L0[]'));
  }

  get answers(): string[] {
    return this.#received
      .split('\r')
      .map((one) => one.trim())
      .filter(Boolean);
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Opens a line, asks, closes it. */
export async function ask(port: number, frames: Uint8Array[], from?: string): Promise<string[]> {
  const line = await Line.open(port, from);
  try {
    return await line.ask(...frames);
  } finally {
    line.close();
  }
}

/** ACK, NAK or DUH; 'unreadable' for anything else, and for an encrypted one that the key won't open. */
export function typeOf(answer: string | undefined, key?: Uint8Array): string {
  return answer === undefined ? 'silence' : readAnswer(Buffer.from(answer, 'latin1'), key).type;
}
