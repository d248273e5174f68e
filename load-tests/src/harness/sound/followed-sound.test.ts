import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSound } from '../../button/sound/sound-file.ts';
import { lagsOf, SentFrames } from './followed-sound.ts';

const path = join(import.meta.dirname, '../../../audio/speech.opus');
const file = await readFile(path);
const speech = await readSound(path);

test.each([20, 4000])(
  'a packet lags by when it came; what was not sent since it is followed does not count, in pieces of %i bytes',
  async (length) => {
    const frames = new SentFrames(speech);
    const [before, first, second] = speech.frames.slice(10);
    let now = 50_000;
    const stream = Buffer.concat(
      [before, first, second].flatMap((frame) => [
        Buffer.alloc(30),
        frame?.bytes ?? Buffer.alloc(0),
      ]),
    );
    async function* body() {
      if (before) frames.sent(before, now - 10_000);
      if (first) frames.sent(first, now);
      if (second) frames.sent(second, now + 20);
      now += 1_000;
      for (let at = 0; at < stream.length; at += length) yield stream.subarray(at, at + length);
    }
    expect(await lagsOf(body(), frames, 10_000, () => now)).toEqual([1_000, 980]);
  },
);

test('it is followed for so long', async () => {
  let now = 0;
  async function* body() {
    for (;;) {
      now += 1_000;
      yield file;
    }
  }
  expect(await lagsOf(body(), new SentFrames(speech), 5_000, () => now)).toEqual([]);
  expect(now).toBe(6_000);
});

test('packets that are in a sound twice are not told apart', () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const once = new Uint8Array([4]);
  const frame = (given: Uint8Array) => ({ bytes: given, ticks: 960 });
  const frames = new SentFrames({ codec: 'opus', frames: [bytes, bytes, once].map(frame) });
  for (const each of [bytes, once]) frames.sent(frame(each), 5);
  expect(frames.sentSince(0)).toEqual([{ bytes: once, at: 5 }]);
  expect(frames.sentSince(6)).toEqual([]);
  frames.sent(frame(once), 7);
  expect(frames.sentSince(6)).toEqual([{ bytes: once, at: 7 }]);
});
