// What the api asks of the media-server: JSON with a bearer.
import * as z from 'zod';
import { segment } from './facts.ts';
import { alarmId, recordingId, room, soundCodec } from './sound.ts';
import { right } from './tokens.ts';

const at = z.iso.datetime();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** The whole list every time; who is not on it may not send. */
export const deviceList = z.object({
  devices: z.array(z.object({ deviceId: room, tokenSha256: sha256 })).max(100_000),
});
export type DeviceList = z.infer<typeof deviceList>;

/** `keeps`: whether the alarm's sound is kept. Once it is, it stays so for that alarm, whatever is said late. */
export const assignRequest = z.object({ alarmId, keeps: z.boolean().default(true) });
export const releaseRequest = z.object({ alarmId });
/** The api's word that this listener's listening is on record: what it has prepared of the room sounds now. */
export const startRequest = z.object({ room, right });
/**
 * The api's word on who listens to an alarm as its log stands at that version, by the ids of their listeners:
 * nobody else hears a room by an older right to this alarm, be it one who is in it or a token that comes later.
 */
export const rightsRequest = right.extend({ listeners: z.array(z.uuid()).max(500) });
export type RightsRequest = z.infer<typeof rightsRequest>;
export const rightsAnswer = z.object({ dismissed: z.int().nonnegative() });
export const startAnswer = z.object({ started: z.boolean() });
/** Null while there is no sound: what comes will belong to the alarm. */
export const assignAnswer = z.object({ recordingId: recordingId.nullable() });

export const mediaHealth = z.object({
  workers: z.array(z.object({ pid: z.int(), rooms: z.int(), alive: z.boolean() })),
  workerBin: z.string(),
  rooms: z.int(),
  listeners: z.int(),
  /** `failing`: sound is heard and not kept (disk full, folder gone). */
  recording: z.enum(['ok', 'failing']),
});
export type MediaHealth = z.infer<typeof mediaHealth>;

export const roomList = z.array(
  z.object({
    deviceId: room,
    recordingId: recordingId.nullable(),
    alarmId: alarmId.nullable(),
    receiving: z.boolean(),
    /** Whether something of the sound is kept, or would be. */
    keeps: z.boolean().default(true),
    since: at,
    /** Who has a place in it, and by which alarms. */
    members: z.array(z.object({ listenerId: z.uuid(), alarmIds: z.array(alarmId) })),
  }),
);

export const listenerList = z.array(z.uuid());

export const recording = z.object({
  recordingId,
  deviceId: room,
  alarmId: alarmId.nullable(),
  startedAt: at,
  endedAt: at.nullable(),
  codec: soundCodec,
  segments: z.array(segment),
  erased: z.boolean(),
});
export type Recording = z.infer<typeof recording>;

export const eraseAnswer = z.object({ erased: z.literal(true) });

/** Part of a recording by wall time; `follow` goes on for as long as it runs. */
export const audioQuery = z.object({
  from: at.optional(),
  to: at.optional(),
  follow: z.literal('1').optional(),
  /** WebM is for who takes it as it comes: it has no length and no parts. Telephone sound is WAV either way. */
  container: z.enum(['ogg', 'webm']).optional(),
});
