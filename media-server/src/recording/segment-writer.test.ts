// A disk that fails for a while: what was kept before and after stays readable, what was not is counted.
// The limit of a file's size (setrlimit) fails writes as a full disk does: in the middle of one. It is the
// process's, so the writing is done by one of its own.
import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash, createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Answered, Asked } from './test-writing-program.ts';
import { OpenChunk, readSegment, readUpToDamage, type SegmentHeader } from './segment-file.ts';
import { createSegmentWriter, type SegmentWriter } from './segment-writer.ts';

const secret = randomBytes(32);
const key = createSecretKey(secret);
const header: SegmentHeader = {
  recordingId: randomUUID(),
  index: 0,
  codec: 'opus',
  startedAt: 1_800_000_000_000,
};
const endedAt = header.startedAt + 5000;
const hasLimits = spawnSync('prlimit', ['--version']).status === 0;
const program = join(import.meta.dirname, 'test-writing-program.ts');
let child: ChildProcess;
let folder: string;

beforeAll(() => {
  child = fork(program, { serialization: 'advanced' });
});
afterAll(async () => {
  child.kill('SIGKILL');
  await once(child, 'exit');
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'achterwacht-writer-'));
});
afterEach(() => {
  limitFiles('unlimited');
  rmSync(folder, { recursive: true, force: true });
});

/** Of the program; the hard limit stays, so that it can be lifted again. */
function limitFiles(bytes: number | 'unlimited'): void {
  if (!hasLimits) return;
  const { status } = spawnSync('prlimit', ['--pid', String(child.pid), `--fsize=${bytes}:`]);
  expect(status).toBe(0);
}

/** As the one in here, but its files are the program's. */
async function openWriter(path: string): Promise<SegmentWriter> {
  const ask = async (asked: Asked) => {
    const answering = once(child, 'message') as Promise<[Answered]>;
    child.send(asked);
    const [{ stored, failure }] = await answering;
    if (failure !== undefined) throw new Error(failure);
    return stored;
  };
  await ask({ what: 'open', header, path, key: secret });
  return {
    write: async (content, packets, lostPackets) =>
      void (await ask({ what: 'write', content, packets, lostPackets })),
    drop: (packets) => child.send({ what: 'drop', packets } satisfies Asked),
    finish: (endedAt) => ask({ what: 'finish', endedAt }),
  };
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
  const writer = await openWriter(path);
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
  const writer = await openWriter(path);
  limitFiles(2000);
  await write(writer, 1);
  await expect(write(writer, 2)).rejects.toThrow('EFBIG');
  expect(await writer.finish(endedAt)).toMatchObject({ packets: 10, lostPackets: 10 });
  expect(chunksIn(readSegment(readFileSync(path), key).packets)).toEqual([1]);
});

test.skipIf(!hasLimits)('full from the beginning: there is no segment, and no file', async () => {
  const writer = await openWriter(join(folder, 'segment'));
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
