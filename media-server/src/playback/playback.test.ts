// A recording that is over is played to its end, whatever fractions of a millisecond its packets fell on.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { opusFromOgg } from '../../../load-tests/src/button/sound/ogg-opus.ts';
import { startClock } from '../process/clock.ts';
import { openJournal, type Journal } from '../recording/journal.ts';
import { openLog } from '../process/log.ts';
import { openDataKeys } from '../recording/data-keys.ts';
import { startRecording } from '../recording/open-recording.ts';
import { play } from './playback.ts';
import { openStore, type RecordingStore } from '../recording/store.ts';

const log = openLog('silent');
const clock = startClock();
let folder: string;
let journal: Journal;
let store: RecordingStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'achterwacht-playback-'));
  mkdirSync(join(folder, 'keys'));
  writeFileSync(join(folder, 'keys/recordings.key'), randomBytes(32).toString('hex'));
  journal = await openJournal(join(folder, 'journal'), clock, log);
  store = await openStore(
    join(folder, 'recordings'),
    await openDataKeys(join(folder, 'keys')),
    journal,
    log,
  );
});
afterEach(async () => {
  await journal.close();
  rmSync(folder, { recursive: true, force: true });
});

/** 20 ms each, the first at `startedAt`; the recording ends with the last one's arrival. */
async function record(codec: 'opus' | 'pcma', payloads: Buffer[], startedAt: number) {
  const begin = { deviceId: crypto.randomUUID(), alarmId: null, codec, startedAt };
  const running = startRecording({ store, log }, begin);
  let at = startedAt;
  for (const payload of payloads) {
    running.append(at, payload, 0);
    at += 20;
  }
  await running.end(at - 20);
  const playback = await play(
    { store, clock },
    { record: running.record, running: undefined },
    { follow: false },
  );
  return buffer(playback.stream());
}

test.each([0, 0.2, 0.49, 0.5, 0.9])('Opus that starts %s ms after a whole one', async (part) => {
  const payloads = Array.from({ length: 50 }, () => Buffer.from([0xf8, ...randomBytes(20)]));
  const heard = opusFromOgg(await record('opus', payloads, 1_770_000_000_000 + part));
  expect(heard.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).toEqual(
    payloads.map((payload) => payload.toString('hex')),
  );
});

test.each([0, 0.3, 0.7])('G.711 that starts %s ms after a whole one', async (part) => {
  const payloads = Array.from({ length: 50 }, () => Buffer.alloc(160, 0x2a));
  const wav = await record('pcma', payloads, 1_770_000_000_000 + part);
  const samples = wav.subarray(44);
  expect(samples.length / 2 / 8).toBeGreaterThanOrEqual(1000);
  // The last millisecond of what was said, not silence.
  expect(samples.readInt16LE(2 * 8 * 999)).not.toBe(0);
});
