import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packetsOf } from '../button/sound/ogg-opus.ts';
import { readSound } from '../button/sound/sound-file.ts';
import { lagsOf, pagesOf, SentFrames } from './followed-sound.ts';

const path = join(import.meta.dirname, '../../audio/speech.opus');
const file = await readFile(path);
const speech = await readSound(path);

async function* inPieces(bytes: Uint8Array, length: number) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

test.each([20, 4000, file.length])('pages out of pieces of %i bytes', async (length) => {
  const pages: Buffer[] = [];
  for await (const page of pagesOf(inPieces(file, length))) pages.push(page);
  expect(pages.length).toBeGreaterThan(2);
  expect(Buffer.concat(pages)).toEqual(file);
});

test('a page lags by its oldest packet; what was not sent since it is followed does not count', async () => {
  const frames = new SentFrames(speech);
  const pages: Buffer[] = [];
  for await (const page of pagesOf(inPieces(file, file.length))) pages.push(page);
  const [, , first = Buffer.alloc(0), second = Buffer.alloc(0)] = pages;
  let now = 50_000;
  async function* body() {
    const send = (page: Buffer, at: number) => {
      for (const [index, bytes] of packetsOf(page).entries())
        frames.sent({ bytes, ticks: 960 }, at + 20 * index);
    };
    send(first, now - 10_000);
    send(second, now);
    now += 1_000;
    yield first;
    yield second;
  }
  expect(await lagsOf(body(), frames, 10_000, () => now)).toEqual([1_000]);
});

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
  expect(frames.sentSince(0, bytes)).toBeUndefined();
  expect(frames.sentSince(0, once)).toBe(5);
  expect(frames.sentSince(6, once)).toBeUndefined();
});
