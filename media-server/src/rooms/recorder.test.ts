// When sound counts as lost, by a clock that is moved: what a sender says of its own time has no part in it.
import { randomBytes, randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { types } from 'mediasoup';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal, type Journal } from '../recording/journal.ts';
import { openLogger } from '../process/logger.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { openDataKeys } from '../recording/data-keys.ts';
import { openStore } from '../recording/store.ts';
import type { Station } from '../workers/workers.ts';

const log = openLogger('silent');
const ticksPerPacket = 960;
const packetMilliseconds = 20;
let now: number;
const clock = { now: () => now };
let folder: string;
let journal: Journal;
let recorder: Recorder;
let told: string[];
/** Where mediasoup would hand over what the device sends. */
let tapped: EventEmitter;
let sent: number;

beforeEach(async () => {
  now = 1_800_000_000_000;
  told = [];
  sent = 0;
  tapped = Object.assign(new EventEmitter(), { close: () => undefined });
  folder = mkdtempSync(join(tmpdir(), 'achterwacht-recorder-'));
  mkdirSync(join(folder, 'keys'));
  writeFileSync(join(folder, 'keys/recordings.key'), randomBytes(32).toString('hex'));
  journal = await openJournal(join(folder, 'journal'), clock, log);
  const keys = await openDataKeys(join(folder, 'keys'));
  const store = await openStore(join(folder, 'recordings'), keys, journal, log);
  recorder = createRecorder({
    deviceId: randomUUID(),
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
