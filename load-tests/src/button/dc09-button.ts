// A simulated button that speaks SIA DC-09 over TCP and behaves like real ones: numbers its messages,
// waits twenty seconds for an answer, tries three times, and sets its clock by a NAK.
import { randomInt } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { encodeFrame, positionFields, readAnswer, type Answer } from './dc09-frames.ts';

export type ButtonOptions = {
  host: string;
  port: number;
  /** 3–16 hex digits. */
  account: string;
  /** 16, 24 or 32 bytes: the button encrypts. Undefined: it doesn't. */
  key?: Uint8Array | undefined;
  /** Seconds to wait for an answer; as long again before the next attempt when there is no line. */
  answerSeconds?: number;
  attempts?: number;
};

export type Message = {
  /** SIA code such as `PA`, or three digits of Contact ID such as `120`; null is a position report. */
  code: string | null;
  zone?: string;
  position?: { latitude: number; longitude: number } | undefined;
};

export type Outcome = {
  sequence: number;
  acknowledged: boolean;
  /** The last answer, null when none came. */
  reply: Answer | null;
  attempts: number;
  /** From the first byte of the attempt that was answered (or of the last) to its answer. */
  milliseconds: number;
};

export class Dc09Button {
  readonly #options: Required<Omit<ButtonOptions, 'key'>> & { key: Uint8Array | undefined };
  #sequence: number;
  /** What a NAK taught us about our clock. */
  #clockOffsetMilliseconds = 0;
  #socket: Socket | undefined;

  constructor(options: ButtonOptions) {
    this.#options = { answerSeconds: 20, attempts: 3, ...options, key: options.key };
    // Somewhere else every time the simulator starts: a real button goes on where it was, and two
    // presses with one number and one second are one press to a receiver.
    this.#sequence = randomInt(1, 10_000);
  }

  /** Sends one event until it is acknowledged or the attempts are used up. Never rejects. */
  async send(message: Message): Promise<Outcome> {
    const sequence = this.#nextSequence();
    return this.#deliver(sequence, (time) =>
      encodeFrame({ ...this.#addressed(sequence), ...contentOf(message), time }),
    );
  }

  /** The poll by which a receiver knows that the button lives. */
  async linkTest(): Promise<Outcome> {
    return this.#deliver(0, (time) => {
      const content = { ...this.#addressed(0), id: 'NULL' as const, data: '' };
      return encodeFrame(this.#options.key === undefined ? content : { ...content, time });
    });
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  async #deliver(sequence: number, frameAt: (time: Date) => Buffer): Promise<Outcome> {
    let reply: Answer | null = null;
    let milliseconds = 0;
    let attempts = 0;
    let isClockSet = false;
    // Kept over attempts, so that a receiver knows a second delivery for what it is.
    let stampedAt = Date.now();
    while (attempts < this.#options.attempts) {
      attempts += 1;
      const begun = performance.now();
      const frame = frameAt(new Date(stampedAt + this.#clockOffsetMilliseconds));
      const bytes = await this.#exchange(frame).catch(() => null);
      milliseconds = performance.now() - begun;
      reply = bytes === null ? null : readAnswer(bytes, this.#options.key);
      // A plain answer to an encrypted message could come from anybody.
      const isOurs =
        reply?.sequence === sequence && reply.isEncrypted === (this.#options.key !== undefined);
      if (reply?.type === 'ACK' && isOurs) {
        return { sequence, acknowledged: true, reply, attempts, milliseconds };
      }
      // The same again would only get the same answer.
      if (reply?.type === 'DUH') break;
      if (reply?.type === 'NAK' && reply.time !== null && !isClockSet) {
        isClockSet = true;
        stampedAt = Date.now();
        this.#clockOffsetMilliseconds = reply.time.getTime() - stampedAt;
        continue;
      }
      if (attempts < this.#options.attempts) {
        await this.#pause(this.#options.answerSeconds * 1000 - milliseconds);
      }
    }
    return { sequence, acknowledged: false, reply, attempts, milliseconds };
  }

  /** One frame out, one answer in. Rejects when the line fails or nothing comes in time. */
  async #exchange(frame: Buffer): Promise<Uint8Array> {
    const socket = await this.#line();
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      const settle = (act: () => void, keepsLine: boolean): void => {
        clearTimeout(patience);
        socket.off('data', onData).off('close', onClose);
        if (!keepsLine) this.close();
        act();
      };
      const onData = (chunk: Buffer): void => {
        chunks.push(chunk);
        if (chunk.includes(0x0d)) settle(() => resolve(Buffer.concat(chunks)), true);
      };
      const onClose = (): void => settle(() => reject(new Error('the line was closed')), false);
      const patience = setTimeout(
        () => settle(() => reject(new Error('no answer')), false),
        this.#options.answerSeconds * 1000,
      );
      socket.on('data', onData).on('close', onClose);
      socket.write(frame);
    });
  }

  /** The open connection, or a new one. */
  async #line(): Promise<Socket> {
    if (this.#socket !== undefined && this.#socket.readyState === 'open') return this.#socket;
    const { host, port, answerSeconds } = this.#options;
    const socket = connect({ host, port, noDelay: true, timeout: answerSeconds * 1000 });
    this.#socket = socket;
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject);
      socket.once('timeout', () => socket.destroy(new Error('no line')));
    });
    // From here on 'close' tells all; the error that comes before it adds nothing.
    socket.setTimeout(0).on('error', () => {});
    return socket;
  }

  async #pause(milliseconds: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
  }

  #nextSequence(): number {
    this.#sequence = (this.#sequence % 9999) + 1;
    return this.#sequence;
  }

  #addressed(sequence: number) {
    const { account, key } = this.#options;
    return { sequence, receiver: '1', line: '0', account, ...(key === undefined ? {} : { key }) };
  }
}

function contentOf({ code, zone = '001', position }: Message) {
  const isContactId = /^\d{3}$/.test(code ?? '');
  const id = isContactId ? ('ADM-CID' as const) : ('SIA-DCS' as const);
  const event = isContactId ? `1${code} 01 ${zone}` : `Nri1/${code}${zone}`;
  return {
    id,
    data: code === null ? '' : event,
    extended: position === undefined ? [] : positionFields(position.latitude, position.longitude),
  };
}
