// What no alarm asked for is kept for ten minutes after it ended, by a clock that is moved; what an alarm has is not
// this program's to erase.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openLogger } from '../process/logger.ts';
import { openDataKeys } from '../recording/data-keys.ts';
import { openJournal, type Journal } from '../recording/journal.ts';
import { openStore, type RecordingStore } from '../recording/store.ts';
import { openRooms, type Rooms } from './rooms.ts';

const log = openLogger('silent');
let now: number;
const clock = { now: () => now };
let folder: string;
let journal: Journal;
let store: RecordingStore;
let rooms: Rooms;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  now = Date.parse('2026-11-29T12:00:00.000Z');
  folder = mkdtempSync(join(tmpdir(), 'achterwacht-rooms-'));
  mkdirSync(join(folder, 'keys'));
  writeFileSync(join(folder, 'keys/recordings.key'), randomBytes(32).toString('hex'));
  journal = await openJournal(join(folder, 'journal'), clock, log);
  store = await openStore(
    join(folder, 'recordings'),
    await openDataKeys(join(folder, 'keys')),
    journal,
    log,
  );
  rooms = openRooms({ store, journal, clock, log });
});
afterEach(async () => {
  await rooms.close();
  await journal.close();
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

/** A call of a minute, over now. */
async function ended(deviceId: string): Promise<string> {
  const recordingId = randomUUID();
  await store.create({
    recordingId,
    deviceId,
    alarmId: null,
    codec: 'opus',
    startedAt: new Date(now - 60_000).toISOString(),
    endedAt: new Date(now).toISOString(),
    erased: false,
    segments: [],
  });
  return recordingId;
}
const isErased = (recordingId: string) => store.find(recordingId)!.erased;

test('ten minutes after it ended nobody’s call goes; one that was over before its alarm was known stays', async () => {
  const device = randomUUID();
  const [nobodys, alarms] = [await ended(randomUUID()), await ended(device)];
  expect(await rooms.open(device)!.recorder.assign(randomUUID(), true)).toBeNull();
  now += 9 * 60_000;
  vi.advanceTimersByTime(60_000);
  expect([nobodys, alarms].map(isErased)).toEqual([false, false]);
  now += 60_000;
  vi.advanceTimersByTime(60_000);
  await expect.poll(() => isErased(nobodys)).toBe(true);
  vi.advanceTimersByTime(600_000);
  expect(isErased(alarms)).toBe(false);
});
