// A sound, cut into the packets that go on the wire.
export const codecs = ['opus', 'pcmu', 'pcma'] as const;
export type Codec = (typeof codecs)[number];

/** What one RTP packet carries. */
export type Frame = {
  bytes: Uint8Array;
  /** How long it sounds, in ticks of the codec's RTP clock. */
  ticks: number;
};

export type Sound = { codec: Codec; frames: readonly Frame[] };

/** RTP clocks, by RFC 7587 and RFC 3551. */
export const ticksPerSecond: Record<Codec, number> = { opus: 48_000, pcmu: 8_000, pcma: 8_000 };

/** The person chose a file that cannot be sent; the message says why. */
export class SoundProblem extends Error {}
