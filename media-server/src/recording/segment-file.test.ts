// The file a recording is: what went in comes out, a cut-off end costs a chunk at most, and a change
// anywhere is noticed.
import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { SoundPacket } from './rtp-order.ts';
import {
  OpenChunk,
  packetsIn,
  readSegment,
  readUpToDamage,
  sealChunk,
  writeHeader,
  type SegmentHeader,
} from './segment-file.ts';

const key = createSecretKey(randomBytes(32));
const header: SegmentHeader = {
  recordingId: randomUUID(),
  index: 3,
  codec: 'opus',
  startedAt: 1_800_000_000_000,
};
const packetAt = (index: number): SoundPacket => ({
  at: header.startedAt + index * 20,
  payload: Buffer.from(`packet ${index}`),
});
const chunks = [0, 1, 2].map((number) => {
  const chunk = new OpenChunk();
  for (let index = 0; index < 25; index += 1) {
    const { at, payload } = packetAt(number * 25 + index);
    chunk.add(header, at, payload, 0);
  }
  return sealChunk(header, number, key, chunk.content(), number);
});
const file = Buffer.concat([writeHeader(header), ...chunks]);

test('what went in comes out', () => {
  const read = readSegment(file, key);
  expect(read).toMatchObject({ ...header, lostPackets: 3, goodBytes: file.length });
  expect(read.packets).toEqual(Array.from({ length: 75 }, (_, index) => packetAt(index)));
});

test('a chunk takes whatever comes, again and again', () => {
  const chunk = new OpenChunk();
  for (const size of [10, 1500, 60_000]) {
    const payloads = [0, 1, 2].map((index) => Buffer.alloc(size, index));
    for (const [index, payload] of payloads.entries()) {
      chunk.add(header, header.startedAt + index * 20, payload, index);
    }
    expect(chunk).toMatchObject({ packets: 3, lostPackets: 3 });
    expect(packetsIn(header, chunk.content()).map(({ payload }) => payload)).toEqual(payloads);
    chunk.clear();
    expect(packetsIn(header, chunk.content())).toEqual([]);
  }
});

test.each([1, 5, 20, 200])('%i bytes short: the chunks before are good', (missing) => {
  const read = readSegment(file.subarray(0, file.length - missing), key);
  expect(read.packets).toHaveLength(50);
  expect(read.goodBytes).toBe(file.length - (chunks[2]?.length ?? 0));
});

test('a tail of zeros, as a power cut leaves, is no chunk', () => {
  const read = readSegment(Buffer.concat([file, Buffer.alloc(4096)]), key);
  expect(read.packets).toHaveLength(75);
  expect(read.goodBytes).toBe(file.length);
});

test('changed, moved, or of another recording: it does not open', () => {
  for (const place of [5, 22, 30, 50, file.length - 1]) {
    const changed = Buffer.from(file);
    changed[place] = (changed[place] ?? 0) ^ 1;
    expect(() => readSegment(changed, key), `byte ${place}`).toThrow();
  }
  const changed = Buffer.from(file);
  changed[file.length - 1] = (changed[file.length - 1] ?? 0) ^ 1;
  const read = readUpToDamage(changed, key);
  expect(read.packets).toHaveLength(50);
  expect(read.damage).toBeInstanceOf(Error);
  const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = chunks;
  expect(() => readSegment(Buffer.concat([writeHeader(header), second, first]), key)).toThrow();
  expect(() => readSegment(file, createSecretKey(randomBytes(32)))).toThrow();
});
