// Cuts a byte stream into DC-09 frames. Apart from the decoder because a stream has a memory and a
// frame has none. Real senders dribble byte by byte, send several frames at once, put a NUL after the
// carriage return, forget the line feed, and write checksums as raw bytes that may themselves look
// like a line feed, a NUL or a carriage return; none of that may cost a press.
import { carriageReturn, headerAt, lineFeed, quote } from './dc09-envelope.ts';

/** LF + checksum and length (8) + the longest body a three-digit length can state (FFF) + CR. */
export const longestFrameBytes = 1 + 8 + 0xfff + 1;

/** The most bytes a header can take before its quote: LF, checksum, length. */
const headerBytes = 9;

export type CutFrame = {
  /** Exactly as received, line feed and carriage return included where the sender sent them. */
  raw: Uint8Array;
  /**
   * `complete`: ended by its carriage return. `unended`: the next frame, the end of the connection or
   * a time-out came first. `oversized`: the first `limitBytes`; the rest of
   * the line is thrown away.
   */
  ending: 'complete' | 'unended' | 'oversized';
};

export class FrameSplitter {
  #pending: Uint8Array = new Uint8Array(0);
  /** Bytes of `#pending` in which the end of the frame was already looked for and not found. */
  #searchedTo = 0;
  #isSkipping = false;
  readonly #limitBytes: number;

  constructor(limitBytes: number = longestFrameBytes) {
    this.#limitBytes = limitBytes;
  }

  /** True while a frame has begun and not ended: its sender owes us the rest. */
  get isWaiting(): boolean {
    return this.#isSkipping || hasContent(this.#pending);
  }

  /**
   * Takes the next bytes of the stream; gives the frames they complete, in order. Each is cut as it is asked for: in
   * what comes at once there may be thirty thousand.
   */
  push(chunk: Uint8Array): Generator<CutFrame> {
    this.#pending = this.#pending.length === 0 ? chunk : joined(this.#pending, chunk);
    return this.#cut();
  }

  *#cut(): Generator<CutFrame> {
    for (let frame = this.#next(); frame !== null; frame = this.#next()) {
      if (hasContent(frame.raw)) yield frame;
    }
    // Own copy: a small rest must not hold a large chunk.
    this.#pending = new Uint8Array(this.#pending);
  }

  /** All that stands in bytes that nothing will follow, as in a datagram. */
  *cutAll(bytes: Uint8Array): Generator<CutFrame> {
    yield* this.push(bytes);
    yield* this.flush();
  }

  /** The stream ended, or its sender took too long: what is there is given as it is. */
  flush(): CutFrame[] {
    const raw = this.#isSkipping ? new Uint8Array(0) : this.#pending;
    this.#pending = new Uint8Array(0);
    this.#searchedTo = 0;
    this.#isSkipping = false;
    return hasContent(raw) ? [{ raw: new Uint8Array(raw), ending: 'unended' }] : [];
  }

  #next(): CutFrame | null {
    if (this.#isSkipping && !this.#skipRest()) return null;
    this.#dropFiller();
    if (this.#pending.length === 0) return null;
    const bodyAt = this.#bodyAt();
    if (bodyAt === null) return null;
    for (let at = Math.max(bodyAt, this.#searchedTo); at < this.#pending.length; at += 1) {
      if (at >= this.#limitBytes) return this.#takeOversized();
      if (this.#pending[at] === carriageReturn) return this.#take(at + 1, 'complete');
      if (this.#pending[at] === lineFeed) {
        // A sender that lost the carriage return must not take the next frame down with it.
        if (headerAt(this.#pending, at + 1) !== null) return this.#take(at, 'unended');
        if (this.#pending.length - at <= headerBytes) {
          this.#searchedTo = at;
          return this.#isLineEnded(at) ? this.#take(this.#lineEnd(at), 'complete') : null;
        }
      }
    }
    this.#searchedTo = this.#pending.length;
    return null;
  }

  /**
   * Where looking for the carriage return may begin: behind the header, whose raw checksum may hold
   * one. Null while the header is still incomplete.
   */
  #bodyAt(): number | null {
    const start = this.#pending[0] === lineFeed ? 1 : 0;
    const header = headerAt(this.#pending, start) ?? headerAt(this.#pending, 0);
    if (header !== null) return header.bodyAt;
    return this.#pending.length >= start + headerBytes || this.#isLineEnded(start + 2)
      ? start
      : null;
  }

  /** A carriage return from `from` on: too late to belong to a raw checksum, so it ends the frame. */
  #isLineEnded(from: number): boolean {
    return this.#pending.indexOf(carriageReturn, from) !== -1;
  }

  #lineEnd(from: number): number {
    return this.#pending.indexOf(carriageReturn, from) + 1;
  }

  /** Drops what may stand between frames: NULs, carriage returns, repeated line feeds, blanks. */
  #dropFiller(): void {
    let start = this.#mereFiller();
    while (start < this.#pending.length && isFiller(this.#pending[start])) {
      // A filler byte that opens a readable header is the line feed, or half of a raw checksum.
      if (headerAt(this.#pending, start) !== null) break;
      if (this.#pending[start] === lineFeed) {
        if (headerAt(this.#pending, start + 1) !== null) break;
        // Not enough there to tell a line feed from filler: keep it and wait.
        if (this.#pending.length - start <= headerBytes) break;
      }
      start += 1;
    }
    if (start > 0) this.#advance(start);
  }

  /** How much of it is too far before any quote to belong to a header. */
  #mereFiller(): number {
    const quoteAt = this.#pending.indexOf(quote);
    const end = (quoteAt === -1 ? this.#pending.length : quoteAt) - headerBytes;
    let count = 0;
    while (count < end && isFiller(this.#pending[count])) count += 1;
    return count;
  }

  #skipRest(): boolean {
    // A line feed ends it too: behind an endless line of rubbish a good frame may begin.
    const end = this.#pending.findIndex((byte) => byte === carriageReturn || byte === lineFeed);
    this.#advance(end === -1 ? this.#pending.length : end);
    if (end !== -1) this.#isSkipping = false;
    return end !== -1;
  }

  #take(end: number, ending: CutFrame['ending']): CutFrame {
    const raw = new Uint8Array(this.#pending.subarray(0, end));
    this.#advance(end);
    return { raw, ending };
  }

  #takeOversized(): CutFrame {
    this.#isSkipping = true;
    return this.#take(this.#limitBytes, 'oversized');
  }

  #advance(count: number): void {
    this.#pending = this.#pending.subarray(count);
    this.#searchedTo = 0;
  }
}

function hasContent(raw: Uint8Array): boolean {
  return raw.some((byte) => !isFiller(byte));
}

function isFiller(byte: number | undefined): boolean {
  return byte === 0 || byte === carriageReturn || byte === lineFeed || byte === 0x20;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
