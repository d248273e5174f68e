// One device's TCP connection, from its first byte to its last answer.
//
// While frames are being handled nothing more is read, so a device that sends faster than we can make
// durable waits on its own socket and holds no memory of ours. A frame that is not complete in time,
// or that the device ends by closing, is handled as it is: its checksum says whether it is whole.
import type { Socket } from 'node:net';
import { openingBytes } from '../decoders/foreign-protocol.ts';
import { FrameSplitter, type CutFrame } from '../decoders/frame/dc09-frame.ts';
import { isAckOfAccount } from '../decoders/dc09-reply.ts';
import type { Dc09Limits } from '../limits/dc09-limits.ts';

/** A press and what is sent along with it come in less. */
const usualChunkBytes = 1_024;

export type ConnectionEnd =
  'device' | 'idle' | 'slow-frame' | 'oversized' | 'intake-failed' | 'unread';

export type ConnectionOptions = {
  socket: Socket;
  limits: Dc09Limits;
  /** Resolves when a frame of so many bytes may be read, after others; null: now. */
  turn: (bytes: number) => Promise<void> | null;
  /** Resolves with the answer to write, null for silence; rejects when nothing may be promised. */
  handle: (raw: Uint8Array, opening: Uint8Array) => Promise<Uint8Array | null>;
  /** A frame was handled: this connection is in use. */
  onUsed: () => void;
  /** Told once, before the socket closes, why we are the ones who close it. */
  onEnding: (reason: ConnectionEnd) => void;
};

export class Dc09Connection {
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  readonly #splitter: FrameSplitter;
  #frameTimer: NodeJS.Timeout | undefined;
  #framesInHand: Promise<void> = Promise.resolve();
  #opening: Uint8Array | undefined;
  #isBusy = false;
  #isProven = false;
  #isEnding = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#socket = options.socket;
    this.#splitter = new FrameSplitter(options.limits.frameBytes);
    this.#socket
      .setNoDelay(true)
      .setTimeout(options.limits.idleSeconds * 1000)
      .on('timeout', () => !this.#isBusy && this.#end('idle'))
      .on('data', (chunk) => this.#receive(chunk))
      .on('end', () => this.#finish('device'))
      // A reset is a device's way of hanging up; 'close' follows.
      .on('error', () => {})
      .on('close', () => clearTimeout(this.#frameTimer));
  }

  /** True while a frame of it is being made durable: such a connection is not closed to make room. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** True once a registered account was acknowledged on it: a device, as far as anybody can tell. */
  get isProven(): boolean {
    return this.#isProven;
  }

  /** Reads no more, lets the frame in hand be answered, then closes. */
  async close(): Promise<void> {
    this.#isEnding = true;
    this.#socket.pause();
    await this.#framesInHand;
    this.#hangUp();
  }

  /** Much at once may be no frame at all, and is looked through in its turn as frames are read in theirs. */
  #receive(chunk: Uint8Array): void {
    const turn = chunk.length > usualChunkBytes ? this.#options.turn(chunk.length) : null;
    if (turn === null) return this.#split(chunk);
    this.#socket.pause();
    this.#framesInHand = turn.then(() => {
      if (this.#isEnding) return;
      this.#socket.resume();
      this.#split(chunk);
    });
  }

  #split(chunk: Uint8Array): void {
    const wasWaiting = this.#splitter.isWaiting;
    const frames = this.#splitter.push(chunk);
    const first = frames.next();
    if (!first.done) this.#handleAll(withFirst(first.value, frames));
    else if (!wasWaiting) this.#watchFrame();
  }

  #handleAll(frames: Iterable<CutFrame>): void {
    clearTimeout(this.#frameTimer);
    this.#socket.pause();
    this.#framesInHand = this.#inOrder(frames).then((problem) => {
      if (problem !== null) return this.#end(problem);
      if (this.#isEnding) return;
      this.#options.onUsed();
      this.#watchFrame();
      this.#socket.resume();
    });
  }

  /**
   * All of them, even after one that failed: a frame we cannot digest must not take the press behind
   * it along. The connection closes afterwards, so that the device sends the failed one again.
   */
  async #inOrder(frames: Iterable<CutFrame>): Promise<ConnectionEnd | null> {
    let problem: ConnectionEnd | null = null;
    for (const frame of frames) {
      // What is refused waits for no disk, and a thousand such frames would let nobody else speak.
      const turn = this.#options.turn(frame.raw.length);
      if (turn) await turn;
      // It made room meanwhile: what nobody began with is not acknowledged, and comes again.
      if (this.#isEnding) break;
      if (frame.ending === 'oversized') problem ??= 'oversized';
      this.#isBusy = true;
      try {
        this.#opening ??= frame.raw.slice(0, openingBytes);
        const answer = await this.#options.handle(frame.raw, this.#opening);
        this.#isProven ||= answer !== null && isAckOfAccount(answer);
        if (answer !== null && this.#socket.writable) this.#socket.write(answer);
      } catch {
        // Whoever handles it has said so in the log; here it only means no answer and no connection.
        problem ??= 'intake-failed';
      } finally {
        this.#isBusy = false;
      }
      if (this.#socket.writableLength > this.#options.limits.unreadAnswerBytes)
        problem ??= 'unread';
    }
    return problem;
  }

  /** Counts from a frame's first byte, and is not put off by the bytes that follow. */
  #watchFrame(): void {
    clearTimeout(this.#frameTimer);
    if (!this.#splitter.isWaiting) return;
    const milliseconds = this.#options.limits.frameSeconds * 1000;
    this.#frameTimer = setTimeout(() => this.#finish('slow-frame'), milliseconds);
  }

  /** What is left of a frame is handled, then the connection ends. */
  #finish(reason: ConnectionEnd): void {
    clearTimeout(this.#frameTimer);
    this.#socket.pause();
    // A device that closed its side right behind its frame still waits for the answer to that.
    this.#framesInHand = this.#framesInHand
      .then(() => this.#inOrder(this.#splitter.flush()))
      .then((problem) => this.#end(problem ?? reason));
  }

  #end(reason: ConnectionEnd): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    if (reason !== 'device') this.#options.onEnding(reason);
    this.#hangUp();
  }

  /** Closes once our answers are with the system; a device that doesn't read them is cut off. */
  #hangUp(): void {
    clearTimeout(this.#frameTimer);
    if (this.#socket.writableLength > 0 && this.#socket.writableNeedDrain) this.#socket.destroy();
    else this.#socket.destroySoon();
    this.#socket.setTimeout(this.#options.limits.hangUpSeconds * 1000, () =>
      this.#socket.destroy(),
    );
  }
}

function* withFirst(first: CutFrame, others: Iterable<CutFrame>): Generator<CutFrame> {
  yield first;
  yield* others;
}
