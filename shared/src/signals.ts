// What a message can say, whatever wire it came over. Decoders produce `DecodedSignal`s; everything
// after them (joining, priorities, the desk) knows only these words and never a protocol's codes.
import * as z from 'zod';

export const signalKind = z.enum([
  'panic',
  'duress',
  'hold-up',
  'medical',
  'emergency',
  'test',
  'low-battery',
  'tamper',
  'comms',
  'supervision',
  'no-activity',
  'listen-in',
  'status',
  'cancel',
  'restore',
  'position',
  /** The product itself is ill, and one of its parts says so. */
  'system',
  'unknown',
  'undecodable',
]);
export type SignalKind = z.infer<typeof signalKind>;

/** Signals by which a person calls for help. They are never refused, filtered or grouped. */
export const duressKinds: ReadonlySet<SignalKind> = new Set([
  'panic',
  'duress',
  'hold-up',
  'emergency',
]);

/** How a message was disposed of, once and for good. */
export const disposition = z.enum(['pending', 'accepted', 'duplicate', 'refused']);
export type Disposition = z.infer<typeof disposition>;

/**
 * Why what a signal says is heard and not believed (alarm/signals/belief.ts). `other-sender`: of its position, or of its word
 * that the press is over, which came from elsewhere than the press.
 */
export const unbelieved = z.enum(['refused', 'other-sender']);
export type Unbelieved = z.infer<typeof unbelieved>;

/** A doubt about a signal that never stops it and is always shown on the alarm. */
export const signalWarning = z.enum([
  'no-position',
  'position-impossible',
  'position-swapped',
  'position-stale',
  'time-missing',
  'time-future',
  'time-old',
  'time-stuck',
  'unknown-button',
  'refused-on-wire',
  'not-encrypted',
  'damaged-frame',
  'unknown-code',
  'returned-button',
  'sound-without-press',
  'clock-off',
  /** Something that is read beside the alarms stands still at an event that it cannot fold. */
  'projection-stopped',
  'restore-without-press',
  'maybe-repeated',
  /** The program could not decide what it says: raised with nothing but whose button it is. */
  'not-decided',
  /** The message said more than is kept of it, or more came than was kept; how many is counted. */
  'counted-only',
  /** The frame's length is written in decimal digits: its sender follows no standard. */
  'length-decimal',
]);
export type SignalWarning = z.infer<typeof signalWarning>;

/** WGS84 degrees; metres; metres per second; degrees from north. */
export const position = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  /** Radius in metres as the device states it; null when it does not. */
  accuracyMetres: z.number().nonnegative().nullable(),
  /** Set when the radius is ours, for a device that states none. */
  accuracyAssumed: z.boolean().optional(),
  altitudeMetres: z.number().nullable(),
  speedMetresPerSecond: z.number().nonnegative().nullable(),
  headingDegrees: z.number().min(0).lt(360).nullable(),
  /** When the device measured it (device's word), ISO 8601 UTC; null when it does not say. */
  fixAt: z.iso.datetime().nullable(),
  source: z.enum(['gnss', 'wifi', 'cell', 'reported', 'unknown']),
});
export type Position = z.infer<typeof position>;

/** One signal as a decoder reads it, before anybody asked which button it is. */
export const decodedSignal = z.object({
  kind: signalKind,
  /** Of a restore, where the protocol says so: what is over. */
  restores: signalKind.optional(),
  /** The protocol's own code, e.g. `PA` or `120`; null where the protocol has none. */
  code: z.string().max(64).nullable(),
  /** The zone, user or unit the protocol names, as sent: which button behind a shared account. */
  zone: z.string().max(16).nullable().optional(),
  deviceTime: z.iso.datetime().nullable(),
  position: position.nullable(),
  /** Percent, 0–100. */
  batteryPercent: z.number().min(0).max(100).nullable(),
  text: z.string().max(1024).nullable(),
  warnings: z.array(signalWarning),
  /** How many more it stands for: counted, and not kept one by one. */
  more: z.int().positive().optional(),
});
export type DecodedSignal = z.infer<typeof decodedSignal>;
