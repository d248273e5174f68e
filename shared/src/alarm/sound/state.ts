// Its sound: what came and is kept, who listens and what he hears.
import * as z from 'zod';
import { soundCodec } from '../../listen-in/sound.ts';
import { staffMember } from '../../staff-member.ts';

const at = z.iso.datetime();

/** What a listener's desk can tell apart; each has its own evidence, and none stands for another. */
export const hears = z.enum(['nothing', 'sound', 'silence', 'muted', 'headset-lost']);
export type Hears = z.infer<typeof hears>;

export const listener = z.object({ by: staffMember, since: at, hears });
export type Listener = z.infer<typeof listener>;

/** One stretch of sound; where it is kept, its segments' hashes stand in the log. */
export const keptRecording = z.object({
  recordingId: z.uuid(),
  startedAt: at,
  endedAt: at.nullable(),
  codec: soundCodec,
  /** How many segments are closed and hashed. */
  segments: z.int().nonnegative(),
  /** How often the device fell away and came back. */
  gaps: z.int().nonnegative(),
  erasedAt: at.nullable(),
  /** Nothing of it is kept, as the alarm's centre wants it. */
  notKept: z.literal(true).optional(),
  /** Its loudest second, of full scale, where nothing else of it is kept and it was measured. */
  decibels: z.number().optional(),
});
export type KeptRecording = z.infer<typeof keptRecording>;

/** There is something to listen back to. */
export const isThere = ({ erasedAt, notKept }: KeptRecording): boolean => !erasedAt && !notKept;

export const sound = z.object({
  /** Of the newest recording. `none`: nothing ever came. Moments here are the media-server's. */
  status: z.enum(['none', 'receiving', 'lost', 'ended']),
  since: at.nullable(),
  /** In the order in which they began. */
  recordings: z.array(keptRecording),
  /** First time a listener had a line and heard nothing on it; told apart from the stage `audible`. */
  silentLineAt: at.nullable(),
  /** Set while a supervisor keeps the recordings from being erased. */
  held: z.object({ by: staffMember, at }).nullable(),
});
export type Sound = z.infer<typeof sound>;

/** How long owners listened to live sound that they heard; still running since a moment, or not. */
export const listened = z.object({
  milliseconds: z.int().nonnegative(),
  runningSince: at.nullable(),
});

/** A moment in the sound that somebody wants to find again; its words are personal. */
export const marker = z.object({ markerId: z.uuid(), audioMoment: at, by: staffMember });
export type Marker = z.infer<typeof marker>;

export function listenerOf(
  { listeners }: { listeners: readonly Listener[] },
  person: { id: string },
): Listener | null {
  return listeners.find(({ by }) => by.id === person.id) ?? null;
}

/** Live, unmuted milliseconds with sound by its owners, the stretch that runs now included. */
export function listenedMilliseconds(
  { listened: { milliseconds, runningSince } }: { listened: z.infer<typeof listened> },
  now: Date,
): number {
  if (runningSince === null) return milliseconds;
  return milliseconds + Math.max(0, now.getTime() - Date.parse(runningSince));
}
