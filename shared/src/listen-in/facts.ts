// What the media-server tells the api: GET /control/facts?after=N, a line of JSON each.
import * as z from 'zod';
import { lostBecause, recordingId, room, soundCodec, soundTransport } from './sound.ts';

const at = z.iso.datetime();

/**
 * A stretch of a recording, closed and hashed. `cut-off`: the media-server was killed while it wrote;
 * what it had sealed by then (all but the last second) is in it.
 */
export const segment = z.object({
  index: z.int().nonnegative(),
  startedAt: at,
  endedAt: at,
  /** Of the stored, encrypted bytes: can be checked by whoever may not hear them. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().nonnegative(),
  packets: z.int().nonnegative(),
  lostPackets: z.int().nonnegative(),
  codec: soundCodec,
  how: z.enum(['complete', 'cut-off']),
});
export type Segment = z.infer<typeof segment>;

/**
 * `device`: it said goodbye; `released`: its alarm was closed; `reassigned`: the rest belongs to another
 * alarm; `full`, `other-codec`: the next recording of the same alarm has begun, because this one is as long
 * as one may be, or because the device came back with a codec that does not go on in this one; `abandoned`:
 * no alarm, and no packet for so long that what comes next is another occasion; `kept-from-here`: what came
 * until now was heard and not kept, and the recording that is has begun.
 */
export const endedBecause = z.enum([
  'device',
  'released',
  'reassigned',
  'full',
  'other-codec',
  'abandoned',
  'kept-from-here',
]);
export type EndedBecause = z.infer<typeof endedBecause>;

const factBase = z.object({
  /** Grows by one; the cursor. A fact may be told twice. */
  number: z.int().positive(),
  at,
  deviceId: room,
  recordingId,
});

export const soundFact = z.discriminatedUnion('type', [
  factBase.extend({
    type: z.literal('sound-started'),
    transport: soundTransport,
    codec: soundCodec,
    /** False: it is heard, and no segment of it will be stored. */
    kept: z.literal(false).optional(),
  }),
  factBase.extend({
    type: z.literal('sound-resumed'),
    transport: soundTransport,
    codec: soundCodec,
    /** Between the last packet before and the first one after. */
    gapMilliseconds: z.int().nonnegative(),
  }),
  factBase.extend({ type: z.literal('sound-lost'), why: lostBecause }),
  factBase.extend({ type: z.literal('sound-ended'), why: endedBecause }),
  factBase.extend({ type: z.literal('segment-stored'), ...segment.shape }),
  /** Of what is heard and not kept: its loudest second so far, of full scale. */
  factBase.extend({
    type: z.literal('sound-level'),
    decibels: z.number().min(-127).max(0),
  }),
  /** Nobody's alarm asked for it in time; `not-kept`: its alarm keeps none, and what sounds on is heard. */
  factBase.extend({ type: z.literal('recording-erased'), why: z.literal('not-kept').optional() }),
]);
export type SoundFact = z.infer<typeof soundFact>;
/** Stands in the place of a fact that cannot be read; null where not even its number can. */
export type UnreadableFact = { type: 'unreadable'; number: number | null };

/**
 * Each second. `journal` changes when the media-server's own disk was lost: numbers begin again, and a
 * cursor of the old one means nothing.
 */
export const aliveLine = z.object({
  type: z.literal('alive'),
  at,
  journal: z.uuid(),
  last: z.int().nonnegative(),
});
export const factLine = z.discriminatedUnion('type', [aliveLine, ...soundFact.options]);
export type FactLine = z.infer<typeof factLine>;
