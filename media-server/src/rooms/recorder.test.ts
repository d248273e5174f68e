// When sound counts as lost, by a clock that is moved: what a sender says of its own time has no part in it.
import { randomBytes, randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { types } from 'mediasoup';
import type { SoundFact } from '@achterwacht/shared/listen-in/facts.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal, type Journal } from '../recording/journal.ts';
import { openLogger } from '../process/logger.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { openDataKeys } from '../recording/data-keys.ts';
import { openStore, type RecordingStore } from '../recording/store.ts';
import type { Station } from '../workers/workers.ts';

const log = openLogger('silent');
const deviceId = randomUUID();
const ticksPerPacket = 960;
const packetMilliseconds = 20;
let now: number;
const clock = { now: () => now };
let folder: string;
let journal: Journal;
let recorder: Recorder;
let store: RecordingStore;
let told: string[];
/** Where mediasoup would hand over what the device sends. */
let tapped: EventEmitter;
let sent: number;

beforeEach(async () => {
  now = 1_800_000_000_000;
  told = [];
  sent = 0;
  tapped = Object.assign(new EventEmitter(), { close: () => undefined, rtpParameters: {} });
  folder = mkdtempSync(join(tmpdir(), 'achterwacht-recorder-'));
  mkdirSync(join(folder, 'keys'));
  writeFileSync(join(folder, 'keys/recordings.key'), randomBytes(32).toString('hex'));
  journal = await openJournal(join(folder, 'journal'), clock, log);
  const keys = await openDataKeys(join(folder, 'keys'));
  store = await openStore(join(folder, 'recordings'), keys, journal, log);
  recorder = createRecorder({
    deviceId,
    store,
    journal,
    clock,
    log,
    onReceiving: () => told.push('receiving'),
    onLost: (why) => told.push(why),
  });
  const station = { router: {}, tap: { consume: async () => tapped } } as unknown as Station;
  const kind = { id: randomUUID(), transport: 'rtp', codec: 'opus', continues: null } as const;
  await recorder.attach(station, { id: 'producer' } as types.Producer, kind);
});
afterEach(async () => {
  await recorder.close();
  await journal.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Second after second, as they are sent; the rounds go on. */
function speak(seconds: number): void {
  for (let left = (seconds * 1000) / packetMilliseconds; left > 0; left -= 1) {
    const packet = Buffer.alloc(12 + 40, 0x7f);
    packet.writeUInt8(0x80, 0);
    packet.writeUInt16BE(sent & 0xffff, 2);
    packet.writeUInt32BE(sent * ticksPerPacket, 4);
    sent += 1;
    tapped.emit('rtp', packet);
    now += packetMilliseconds;
    recorder.tick(now);
  }
}

/** Time in which nothing comes. */
function pause(seconds: number): void {
  for (let left = seconds * 10; left > 0; left -= 1) {
    now += 100;
    recorder.tick(now);
  }
}

test('without a packet for two seconds sound is lost, with the next one it is back', () => {
  speak(1);
  pause(1.9);
  expect(told).toEqual(['receiving']);
  pause(0.2);
  expect(told).toEqual(['receiving', 'no-packets']);
  speak(1);
  expect(told).toEqual(['receiving', 'no-packets', 'receiving']);
});

test('a sender whose timestamps stand still while it pauses falls behind, and is heard all the same', async () => {
  for (let pauses = 0; pauses < 4; pauses += 1) {
    speak(1);
    pause(1);
  }
  // By its own clock it is four seconds ago now.
  speak(5);
  expect(told).toEqual(['receiving']);
  pause(3);
  expect(told).toEqual(['receiving', 'no-packets']);
  await recorder.running()?.settled();
  expect(recorder.running()?.record.segments).toMatchObject([
    { packets: sent, lostPackets: 0, how: 'complete' },
  ]);
});

/** What of sound is on the disk, and the keys to it. */
const kept = () =>
  [...readdirSync(join(folder, 'recordings')), 'keys/recordings']
    .flatMap((name) =>
      readdirSync(join(folder, name.startsWith('keys') ? name : `recordings/${name}`)),
    )
    .filter((name) => /\.(segment|key|ndjson)/.test(name));

async function factsSoFar(): Promise<SoundFact[]> {
  const stop = new AbortController();
  const facts: SoundFact[] = [];
  await journal.append({ type: 'sound-lost', deviceId, recordingId: deviceId, why: 'restarted' });
  for await (const fact of journal.follow(0, stop.signal)) {
    if (fact.type === 'unreadable' || fact.recordingId === deviceId) break;
    facts.push(fact);
  }
  stop.abort();
  return facts;
}

const alarm = randomUUID();

test('an alarm that keeps no sound: what came before it is erased with its key, what sounds on is told as ever', async () => {
  speak(3);
  await recorder.running()?.settled();
  expect(kept()).toHaveLength(2);
  const first = await recorder.assign(alarm, false);
  expect(first).toBe(recorder.running()?.record.recordingId);
  expect(kept()).toEqual([]);
  speak(40);
  pause(3);
  speak(1);
  expect(told).toEqual(['receiving', 'no-packets', 'receiving']);
  await recorder.end('device');
  expect(kept()).toEqual([]);
  expect(await factsSoFar()).toMatchObject([
    { type: 'sound-started', recordingId: first },
    { type: 'recording-erased', recordingId: first, why: 'not-kept' },
    { type: 'sound-lost', recordingId: first },
    { type: 'sound-resumed', recordingId: first },
    { type: 'sound-ended', recordingId: first, why: 'device' },
  ]);
  expect(store.find(first!)).toMatchObject({ alarmId: alarm, erased: true, segments: [] });
});

test('a call that ended before its alarm was known goes too, with the one that runs', async () => {
  speak(1);
  void recorder.end('device');
  speak(1);
  await recorder.assign(alarm, false);
  expect(store.all()).toMatchObject([{ erased: true }, { erased: true }]);
  expect(kept()).toEqual([]);
});

test('a call that ended before its alarm was known is kept as that alarm’s, and stays so after a restart', async () => {
  speak(3);
  await recorder.end('device');
  expect(await recorder.assign(alarm, true)).toBeNull();
  expect(kept()).toHaveLength(3);
  const keys = await openDataKeys(join(folder, 'keys'));
  const again = await openStore(join(folder, 'recordings'), keys, journal, log);
  expect(again.all()).toMatchObject([{ alarmId: alarm, erased: false }]);
});

test('kept from the claim on: a recording of its own, which a late word of before the claim leaves alone', async () => {
  await recorder.assign(alarm, false);
  speak(2);
  const before = recorder.running()!.record.recordingId;
  expect(recorder.keeps()).toBe(false);
  const after = await recorder.assign(alarm, true);
  expect(after).not.toBe(before);
  speak(2);
  expect(await recorder.assign(alarm, false)).toBe(after);
  expect(recorder.keeps()).toBe(true);
  speak(1);
  await recorder.end('device');
  expect(store.find(before)).toMatchObject({ erased: true, segments: [] });
  expect(store.find(after!)).toMatchObject({ erased: false, segments: [{ packets: 150 }] });
  const facts = await factsSoFar();
  expect(facts.filter(({ type }) => type !== 'segment-stored')).toMatchObject([
    { type: 'sound-started', recordingId: before, kept: false },
    { type: 'sound-started', recordingId: after },
    { type: 'sound-ended', recordingId: before, why: 'kept-from-here' },
    { type: 'sound-ended', recordingId: after, why: 'device' },
  ]);
});

test('claimed while nothing comes: the next sound is kept', async () => {
  await recorder.assign(alarm, false);
  speak(1);
  pause(3);
  const before = recorder.running()!.record.recordingId;
  expect(await recorder.assign(alarm, true)).toBe(before);
  speak(1);
  expect(recorder.running()?.record).toMatchObject({ alarmId: alarm, erased: false });
  expect(recorder.running()?.record.recordingId).not.toBe(before);
});

test('an alarm that keeps its sound, after one that kept none', async () => {
  await recorder.assign(alarm, false);
  speak(1);
  await recorder.release(alarm);
  await recorder.assign(randomUUID(), true);
  speak(1);
  expect(recorder.running()?.record.erased).toBe(false);
});
