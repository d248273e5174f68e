// A buffer that holds as much as a browser's, and an element that plays what is in it.
import { expect, test } from 'vitest';
import { feed } from './feeding.ts';

const mostSeconds = 900;

class Buffer extends EventTarget {
  start = 0;
  end = 0;
  get buffered() {
    const { start, end } = this;
    return { length: end > start ? 1 : 0, start: () => start, end: () => end };
  }
  /** A byte is a second. */
  appendBuffer(bytes: Uint8Array) {
    if (this.end - this.start + bytes.length > mostSeconds)
      throw new DOMException('full', 'QuotaExceededError');
    this.end += bytes.length;
    this.#updated();
  }
  remove(_from: number, to: number) {
    this.start = Math.max(this.start, to);
    this.#updated();
  }
  #updated() {
    queueMicrotask(() => this.dispatchEvent(new Event('updateend')));
  }
}

const hours = (pieces: number) =>
  new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(stream) {
      for (let piece = 0; piece < pieces; piece += 1) stream.enqueue(new Uint8Array(60));
      stream.close();
    },
  });

test('C12 two hours of sound play to their end, and the buffer is never full', async () => {
  const buffer = new Buffer();
  const element = Object.assign(new EventTarget(), { currentTime: 0 });
  let isFed = false;
  const fed = feed(hours(120), buffer as unknown as SourceBuffer, element).then(
    () => (isFed = true),
  );
  for (let second = 0; second < 8_000 && !isFed; second += 10) {
    element.currentTime = Math.min(element.currentTime + 10, buffer.end);
    element.dispatchEvent(new Event('timeupdate'));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await fed;
  expect(buffer.end).toBe(120 * 60);
  // What was heard a moment ago is there to be heard again.
  expect(element.currentTime - buffer.start).toBeGreaterThanOrEqual(300);
});
