// What a start finds of recordings that a kill or a power cut left in the middle.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SoundFact } from '@achterwacht/shared/listen-in/facts.ts';
import { startClock } from '../process/clock.ts';
import { openJournal, type Journal } from './journal.ts';
import { openLogger } from '../process/logger.ts';
import { openDataKeys } from './data-keys.ts';
import { startRecording, type OpenRecording } from './open-recording.ts';
import { openStore, type RecordingStore } from './store.ts';

const log = openLogger('silent');
const clock = startClock();
const startedAt = 1_770_000_000_000;
let root: string;
let folder: string;
let journal: Journal;
let store: RecordingStore;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'achterwacht-store-'));
  folder = join(root, 'before');
  mkdirSync(join(folder, 'keys'), { recursive: true });
  writeFileSync(join(folder, 'keys/recordings.key'), randomBytes(32).toString('hex'));
  journal = await openJournal(join(folder, 'journal'), clock, log);
  await start();
});
afterEach(async () => {
  await journal.close();
  rmSync(root, { recursive: true, force: true });
});

async function start(): Promise<void> {
  const keys = await openDataKeys(join(folder, 'keys'));
  store = await openStore(join(folder, 'recordings'), keys, journal, log);
}

/** What a kill would leave at this moment; the one that was killed ends out of sight. */
async function kill(running: OpenRecording): Promise<void> {
  cpSync(folder, join(root, 'after'), { recursive: true });
  await running.end(startedAt);
  await journal.close();
  folder = join(root, 'after');
  journal = await openJournal(join(folder, 'journal'), clock, log);
}
const fileOf = (recordingId: string, name: string) => join(folder, 'recordings', recordingId, name);

/** Two finished segments, and a third of three chunks that is not; then a kill. */
async function halfRecorded(): Promise<string> {
  const begin = { deviceId: randomUUID(), alarmId: null, codec: 'opus' as const, startedAt };
  const running = startRecording({ store, log }, begin);
  let at = startedAt;
  const speak = (packets: number) => {
    for (let index = 0; index < packets; index += 1) {
      running.append(at, randomBytes(20), 0);
      at += 20;
    }
    // Seen in one round, sealed in the one that is late enough.
    running.tick(0);
    running.tick(1000);
  };
  speak(10);
  running.closeSegment();
  speak(10);
  running.closeSegment();
  for (let chunk = 0; chunk < 3; chunk += 1) speak(10);
  await running.settled();
  await kill(running);
  return running.record.recordingId;
}
async function storedFacts(): Promise<Extract<SoundFact, { type: 'segment-stored' }>[]> {
  const facts: SoundFact[] = [];
  const enough = new AbortController();
  for await (const fact of journal.follow(0, enough.signal)) {
    if (fact.type !== 'unreadable') facts.push(fact);
    if (fact.number === journal.last()) enough.abort();
  }
  return facts.filter((fact) => fact.type === 'segment-stored');
}

test('killed: what was finished is known, what was not is finished as cut off', async () => {
  const id = await halfRecorded();
  await start();
  const segments = store.find(id)?.segments ?? [];
  expect(segments.map(({ index, how, packets }) => [index, how, packets])).toEqual([
    [0, 'complete', 10],
    [1, 'complete', 10],
    [2, 'cut-off', 30],
  ]);
  expect((await storedFacts()).map(({ index }) => index)).toEqual([0, 1, 2]);
});

test('killed while a chunk was written: that chunk is cut away', async () => {
  const id = await halfRecorded();
  const open = fileOf(id, '000002.segment.open');
  truncateSync(open, readFileSync(open).length - 5);
  await start();
  const [, , last] = store.find(id)?.segments ?? [];
  const file = readFileSync(fileOf(id, '000002.segment'));
  expect(last).toMatchObject({
    packets: 20,
    bytes: file.length,
    sha256: createHash('sha256').update(file).digest('hex'),
  });
});

test('a power cut took the lines about segments: they are told again, as they were', async () => {
  const id = await halfRecorded();
  const lines = fileOf(id, 'segments.ndjson');
  const [first = ''] = readFileSync(lines, 'utf8').split('\n');
  writeFileSync(lines, `${first}\n{"index":1,"star`);
  const before = await storedFacts();
  await start();
  expect(store.find(id)?.segments.map(({ index }) => index)).toEqual([0, 1, 2]);
  const [, told, again] = await storedFacts();
  expect(told?.index).toBe(1);
  expect(again).toMatchObject({ index: 1, sha256: before[1]?.sha256, how: 'complete' });
  // The broken line is in nobody's way later either.
  await start();
  expect(store.find(id)?.segments).toHaveLength(3);
});

test('killed before anything was sealed: nothing is left of it', async () => {
  const id = await halfRecorded();
  truncateSync(fileOf(id, '000002.segment.open'), 40);
  await start();
  expect(store.find(id)?.segments).toHaveLength(2);
  expect(existsSync(fileOf(id, '000002.segment.open'))).toBe(false);
});

test('what does not open is left where it is', async () => {
  const id = await halfRecorded();
  const open = fileOf(id, '000002.segment.open');
  const bytes = readFileSync(open);
  bytes[45] = (bytes[45] ?? 0) ^ 1;
  writeFileSync(open, bytes);
  await start();
  expect(store.find(id)?.segments).toHaveLength(2);
  expect(readFileSync(open)).toEqual(bytes);
});

test('a recording that goes on keeps its lines whatever was written after them', async () => {
  const id = await halfRecorded();
  appendFileSync(fileOf(id, 'segments.ndjson'), '\0\0\0\0');
  await start();
  await start();
  expect(store.find(id)?.segments.map(({ index }) => index)).toEqual([0, 1, 2]);
});
