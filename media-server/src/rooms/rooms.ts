// All rooms there are. One exists from the first session, join or assignment of its device until nothing
// of it is left; the rounds that keep recordings honest (give up waiting, seal, erase) start from here.
import type { Clock } from '../process/clock.ts';
import type { Journal } from '../recording/journal.ts';
import { eraseUnassignedMilliseconds, mostRooms } from '../process/limits.ts';
import type { Logger } from '../process/logger.ts';
import type { RecordingStore } from '../recording/store.ts';
import { createRoom, type Room } from './room.ts';

export type Rooms = {
  find: (deviceId: string) => Room | undefined;
  /** Undefined when there are as many as this machine can carry. */
  open: (deviceId: string) => Room | undefined;
  all: () => Room[];
  /** The room in which a recording runs. */
  roomOf: (recordingId: string) => Room | undefined;
  erase: (recordingId: string) => Promise<void>;
  close: () => Promise<void>;
};

const roundMilliseconds = 100;
/** Whoever asked for a room is still making what goes into it. */
const idleMilliseconds = 60_000;
const eraseRoundMilliseconds = 60_000;

export function openRooms(options: {
  store: RecordingStore;
  journal: Journal;
  clock: Clock;
  log: Logger;
}): Rooms {
  const { store, journal, clock, log } = options;
  const rooms = new Map<string, Room>();
  /** When each was last asked for, or in use. */
  const usedAt = new Map<string, number>();

  function open(deviceId: string): Room | undefined {
    const room = rooms.get(deviceId) ?? create(deviceId);
    if (room) usedAt.set(deviceId, clock.now());
    return room;
  }

  function create(deviceId: string): Room | undefined {
    if (rooms.size >= mostRooms) return undefined;
    const room = createRoom(deviceId, options);
    rooms.set(deviceId, room);
    return room;
  }

  function roomOf(recordingId: string): Room | undefined {
    return [...rooms.values()].find(
      (room) => room.recorder.running()?.record.recordingId === recordingId,
    );
  }

  async function erase(recordingId: string): Promise<void> {
    const room = roomOf(recordingId);
    if (room) await room.recorder.end('released');
    await store.erase(recordingId);
  }

  async function eraseUnassigned(): Promise<void> {
    for (const { recordingId, deviceId, alarmId, endedAt, erased } of store.all()) {
      if (erased || alarmId !== null || endedAt === null) continue;
      if (clock.now() - Date.parse(endedAt) < eraseUnassignedMilliseconds) continue;
      try {
        await erase(recordingId);
        await journal.append({ type: 'recording-erased', deviceId, recordingId });
        log.info({ recordingId }, 'a recording that no alarm asked for was erased');
      } catch (error) {
        // One that cannot be erased keeps no other; it comes again in a minute.
        log.error({ error, recordingId }, 'a recording can not be erased');
      }
    }
  }

  for (const record of store.all()) {
    if (record.endedAt === null) {
      open(record.deviceId)?.recorder.resume(record);
    }
  }

  const round = setInterval(() => {
    const now = clock.now();
    for (const [deviceId, room] of rooms) {
      room.recorder.tick(now);
      if (!room.isIdle()) usedAt.set(deviceId, now);
      if (now - (usedAt.get(deviceId) ?? 0) < idleMilliseconds) continue;
      rooms.delete(deviceId);
      usedAt.delete(deviceId);
    }
  }, roundMilliseconds);
  const eraseRound = setInterval(() => {
    eraseUnassigned().catch((error: unknown) => log.error({ error }, 'erasing failed'));
  }, eraseRoundMilliseconds);

  return {
    find: (deviceId) => rooms.get(deviceId),
    open,
    all: () => [...rooms.values()],
    roomOf,
    erase,
    close: async () => {
      clearInterval(round);
      clearInterval(eraseRound);
      await Promise.all([...rooms.values()].map((room) => room.recorder.close()));
    },
  };
}
