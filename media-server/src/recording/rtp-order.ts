// From packets as they arrive to sound in its order and at its time. The network swaps and repeats
// packets, and a retransmitted one is late by a round trip; a recording must have each once, in place, and
// must know how many never came.
//
// Time is the sender's (its timestamps are even where arrival is not), fastened to our clock at the first
// packet. It is fastened again only where it has run away from arrival further than any network delays.
import type { SoundCodec } from '@achterwacht/shared/listen-in/sound.ts';

export type SoundPacket = {
  /** When it sounded: milliseconds since 1970, with fractions. */
  at: number;
  payload: Buffer;
};

/** Takes a packet in its order; so many before it never came. Called for each of thousands a second, so
 * that nothing is made to carry it. */
export type GivePacket = (at: number, payload: Buffer, lostBefore: number) => void;

export type RtpOrder = {
  /** Gives what is in order now. The packet may be kept as it is: nobody else writes to it. */
  push: (rtp: Buffer, arrivedAt: number) => void;
  /** Gives up on what has been waited for too long; asked regularly, and with Infinity at the end. */
  release: (now: number) => void;
};

export const ticksPerSecond: Record<SoundCodec, number> = {
  opus: 48_000,
  pcmu: 8_000,
  pcma: 8_000,
};

/** Longer than a retransmission takes on a mobile network, short enough to follow live. */
const patienceMilliseconds = 150;
/** Further apart than this, two numbers have nothing to do with each other: the sender started anew. */
const farthestJump = 3000;
/** Delays on a mobile network; a whole burst may come after a tunnel and still be in its right time. */
const latestMilliseconds = 10_000;
/** Nothing can sound after it arrived; clocks of cheap devices run fast by a second in an hour. */
const earliestMilliseconds = 1000;

type Waiting = { timestamp: number; payload: Buffer; arrivedAt: number };

export function createRtpOrder(codec: SoundCodec, notBefore: number, give: GivePacket): RtpOrder {
  const rate = ticksPerSecond[codec];
  const waiting = new Map<number, Waiting>();
  /** The extended number that comes next; undefined before the first packet. */
  let next: number | undefined;
  /** Where the sender's timestamps stand on our clock; moves with each packet. */
  let anchorTimestamp = 0;
  let anchorAt: number | undefined;
  let lastAt = notBefore;

  function timeOf(timestamp: number, arrivedAt: number): number {
    let at = Math.max(arrivedAt, lastAt);
    if (anchorAt !== undefined) {
      // The difference of two 32-bit counters, however often they went round.
      const ticks = (timestamp - anchorTimestamp) | 0;
      const expected = anchorAt + (ticks * 1000) / rate;
      const early = expected - arrivedAt;
      if (early < earliestMilliseconds && -early < latestMilliseconds) at = expected;
    }
    anchorTimestamp = timestamp;
    anchorAt = at;
    return at;
  }

  function giveNext(
    number: number,
    timestamp: number,
    arrivedAt: number,
    payload: Buffer,
    lostBefore: number,
  ): void {
    next = number + 1;
    lastAt = timeOf(timestamp, arrivedAt);
    give(lastAt, payload, lostBefore);
  }

  function release(now: number): void {
    while (next !== undefined && waiting.size > 0) {
      let number = next;
      let packet = waiting.get(number);
      if (!packet) {
        const oldest = Math.min(...[...waiting.values()].map(({ arrivedAt }) => arrivedAt));
        if (now - oldest < patienceMilliseconds) return;
        number = Math.min(...waiting.keys());
        packet = waiting.get(number);
        if (!packet) return;
      }
      waiting.delete(number);
      giveNext(number, packet.timestamp, packet.arrivedAt, packet.payload, number - next);
    }
  }

  return {
    push: (rtp, arrivedAt) => {
      const payload = payloadOf(rtp);
      if (!payload) return;
      const shortNumber = rtp.readUInt16BE(2);
      const timestamp = rtp.readUInt32BE(4);
      let number = next === undefined ? shortNumber : extend(shortNumber, next);
      if (next !== undefined && Math.abs(number - next) > farthestJump) {
        release(Infinity);
        number = shortNumber;
        next = undefined;
        anchorAt = undefined;
      }
      next ??= number;
      // Nearly all of them: it is the one that was due, and none waits.
      if (number === next && waiting.size === 0) {
        giveNext(number, timestamp, arrivedAt, payload, 0);
        return;
      }
      // Late or a repeat: its place has passed.
      if (number < next || waiting.has(number)) return;
      waiting.set(number, { timestamp, payload, arrivedAt });
      release(arrivedAt);
    },
    release,
  };
}

/** The number nearest to `near` that ends in these 16 bits. */
function extend(number: number, near: number): number {
  const difference = ((number - near) << 16) >> 16;
  return near + difference;
}

/** RFC 3550 §5.1; undefined for what is no RTP, or carries nothing. */
function payloadOf(rtp: Buffer): Buffer | undefined {
  if (rtp.length < 12) return undefined;
  const first = rtp.readUInt8(0);
  if (first >> 6 !== 2) return undefined;
  let start = 12 + 4 * (first & 0x0f);
  if (first & 0x10) {
    if (rtp.length < start + 4) return undefined;
    start += 4 + 4 * rtp.readUInt16BE(start + 2);
  }
  const padding = first & 0x20 ? rtp.readUInt8(rtp.length - 1) : 0;
  return start + padding < rtp.length ? rtp.subarray(start, rtp.length - padding) : undefined;
}
