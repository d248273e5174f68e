// A disk that fails for a while: what was kept before and after stays readable, what was not is counted.
// The limit of a file's size (setrlimit) fails writes as a full disk does: in the middle of one. It is the
// process's, which therefore must not be the one that every pure test and their report live in.
import { spawnSync } from 'node:child_process';
import { createHash, createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OpenChunk, readSegment, readUpToDamage, type SegmentHeader } from './segment-file.ts';
import { createSegmentWriter, type SegmentWriter } from './segment-writer.ts';

const key = createSecretKey(randomBytes(32));
const header: SegmentHeader = {
  recordingId: randomUUID(),
  index: 0,
  codec: 'opus',
  startedAt: 1_800_000_000_000,
};
const endedAt = header.startedAt + 5000;
const hasLimits = spawnSync('prlimit', ['--version']).status === 0;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'achterwacht-writer-'));
});
afterEach(() => {
  limitFiles('unlimited');
  rmSync(folder, { recursive: true, force: true });
});

/** Of this process; the hard limit stays, so that it can be lifted again. */
function limitFiles(bytes: number | 'unlimited'): void {
  if (hasLimits) spawnSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`]);
}

/** Ten packets of a hundred bytes, the first of them the chunk's number. */
function write(writer: SegmentWriter, number: number, lostPackets = 0): Promise<void> {
  const chunk = new OpenChunk();
  for (let index = 0; index < 10; index += 1) {
    const at = header.startedAt + number * 200 + index * 20;
    chunk.add(header, at, Buffer.alloc(100, number), 0);
  }
  return writer.write(chunk.content(), 10, lostPackets);
}
const chunksIn = (packets: { payload: Buffer }[]) => [
  ...new Set(packets.map(({ payload }) => payload[0])),
];

test.skipIf(!hasLimits)('a full disk that has room again', async () => {
  const path = join(folder, 'segment');
  const writer = createSegmentWriter(header, path, Promise.resolve(key));
  limitFiles(3000);
  await write(writer, 1);
  await write(writer, 2);
  await expect(write(writer, 3, 1)).rejects.toThrow('EFBIG');
  await expect(write(writer, 4)).rejects.toThrow('EFBIG');
  writer.drop(10);
  // A kill now finds no half of anything.
  expect(readUpToDamage(readFileSync(path), key)).toMatchObject({
    goodBytes: readFileSync(path).length,
  });
  limitFiles('unlimited');
  await write(writer, 6, 2);
  const stored = await writer.finish(endedAt);
  const file = readFileSync(path);
  expect(stored).toMatchObject({
    bytes: file.length,
    sha256: createHash('sha256').update(file).digest('hex'),
    packets: 30,
    lostPackets: 33,
    how: 'complete',
  });
  const read = readSegment(file, key);
  expect(chunksIn(read.packets)).toEqual([1, 2, 6]);
  expect(read.lostPackets).toBe(33);
});

test.skipIf(!hasLimits)('full to the end: what is there is stated, the rest as lost', async () => {
  const path = join(folder, 'segment');
  const writer = createSegmentWriter(header, path, Promise.resolve(key));
  limitFiles(2000);
  await write(writer, 1);
  await expect(write(writer, 2)).rejects.toThrow('EFBIG');
  expect(await writer.finish(endedAt)).toMatchObject({ packets: 10, lostPackets: 10 });
  expect(chunksIn(readSegment(readFileSync(path), key).packets)).toEqual([1]);
});

test.skipIf(!hasLimits)('full from the beginning: there is no segment, and no file', async () => {
  const writer = createSegmentWriter(header, join(folder, 'segment'), Promise.resolve(key));
  limitFiles(100);
  await expect(write(writer, 1)).rejects.toThrow('EFBIG');
  expect(await writer.finish(endedAt)).toBeUndefined();
  expect(readdirSync(folder)).toEqual([]);
});

test('a file that could not be opened is opened with the next chunk', async () => {
  const path = join(folder, 'later/segment');
  const writer = createSegmentWriter(header, path, Promise.resolve(key));
  await expect(write(writer, 1)).rejects.toThrow('ENOENT');
  mkdirSync(join(folder, 'later'));
  await write(writer, 2);
  expect(await writer.finish(endedAt)).toMatchObject({ packets: 10, lostPackets: 10 });
  expect(chunksIn(readSegment(readFileSync(path), key).packets)).toEqual([2]);
});
