// The file a recording is: what went in comes out, a cut-off end costs a chunk at most, and a change
// anywhere is noticed.
import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { SoundPacket } from './rtp-order.ts';
import { readSegment, sealChunk, writeHeader, type SegmentHeader } from './segment-file.ts';

const key = randomBytes(32);
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
const chunks = [0, 1, 2].map((number) =>
  sealChunk(header, number, key, {
    packets: Array.from({ length: 25 }, (_, index) => packetAt(number * 25 + index)),
    lostPackets: number,
  }),
);
const file = Buffer.concat([writeHeader(header), ...chunks]);

test('what went in comes out', () => {
  const read = readSegment(file, key);
  expect(read).toMatchObject({ ...header, lostPackets: 3, goodBytes: file.length });
  expect(read.packets).toEqual(Array.from({ length: 75 }, (_, index) => packetAt(index)));
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
  const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = chunks;
  expect(() => readSegment(Buffer.concat([writeHeader(header), second, first]), key)).toThrow();
  expect(() => readSegment(file, randomBytes(32))).toThrow();
});
