// From packets as they arrive to sound in its order and at its time. The network swaps and repeats
// packets, and a retransmitted one is late by a round trip; a recording must have each once, in place, and
// must know how many never came.
//
// Time is the sender's (its timestamps are even where arrival is not), fastened to our clock at the first
// packet. It is fastened again only where it has run away from arrival further than any network delays.
import type { SoundCodec } from '@achterwacht/shared/listen-in.ts';

export type SoundPacket = {
  /** When it sounded: milliseconds since 1970, with fractions. */
  at: number;
  payload: Buffer;
};

export type RtpOrder = {
  /** @returns what is in order now, with the number of packets missing before each. */
  push: (rtp: Buffer, arrivedAt: number) => OrderedPacket[];
  /** Gives up on what has been waited for too long; asked regularly, and with Infinity at the end. */
  release: (now: number) => OrderedPacket[];
};
export type OrderedPacket = SoundPacket & { lostBefore: number };

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

export function createRtpOrder(codec: SoundCodec, notBefore: number): RtpOrder {
  const rate = ticksPerSecond[codec];
  const waiting = new Map<number, Waiting>();
  /** The extended number that comes next; undefined before the first packet. */
  let next: number | undefined;
  let anchor: { timestamp: number; at: number } | undefined;
  let lastAt = notBefore;

  function timeOf({ timestamp, arrivedAt }: Waiting): number {
    if (anchor) {
      // The difference of two 32-bit counters, however often they went round.
      const ticks = (timestamp - anchor.timestamp) | 0;
      const at = anchor.at + (ticks * 1000) / rate;
      if (at - arrivedAt < earliestMilliseconds && arrivedAt - at < latestMilliseconds) {
        anchor = { timestamp, at };
        return at;
      }
    }
    anchor = { timestamp, at: Math.max(arrivedAt, lastAt) };
    return anchor.at;
  }

  function take(number: number, lostBefore: number): OrderedPacket {
    const packet = waiting.get(number);
    if (!packet) throw new Error('a packet was taken that is not there');
    waiting.delete(number);
    next = number + 1;
    lastAt = timeOf(packet);
    return { at: lastAt, payload: packet.payload, lostBefore };
  }

  function release(now: number): OrderedPacket[] {
    const ordered: OrderedPacket[] = [];
    for (;;) {
      if (next === undefined || waiting.size === 0) return ordered;
      if (waiting.has(next)) {
        ordered.push(take(next, 0));
        continue;
      }
      const first = Math.min(...waiting.keys());
      const oldest = Math.min(...[...waiting.values()].map(({ arrivedAt }) => arrivedAt));
      if (now - oldest < patienceMilliseconds) return ordered;
      ordered.push(take(first, first - next));
    }
  }

  return {
    push: (rtp, arrivedAt) => {
      const packet = parse(rtp);
      if (!packet) return [];
      let before: OrderedPacket[] = [];
      let number = next === undefined ? packet.number : extend(packet.number, next);
      if (next !== undefined && Math.abs(number - next) > farthestJump) {
        before = release(Infinity);
        number = packet.number;
        next = undefined;
        anchor = undefined;
      }
      next ??= number;
      // Late or a repeat: its place has passed.
      if (number < next || waiting.has(number)) return before;
      waiting.set(number, { ...packet, arrivedAt });
      return [...before, ...release(arrivedAt)];
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
function parse(rtp: Buffer): { number: number; timestamp: number; payload: Buffer } | undefined {
  if (rtp.length < 12) return undefined;
  const first = rtp.readUInt8(0);
  if (first >> 6 !== 2) return undefined;
  let start = 12 + 4 * (first & 0x0f);
  if (first & 0x10) {
    if (rtp.length < start + 4) return undefined;
    start += 4 + 4 * rtp.readUInt16BE(start + 2);
  }
  const padding = first & 0x20 ? rtp.readUInt8(rtp.length - 1) : 0;
  const payload = rtp.subarray(start, rtp.length - padding);
  if (start + padding > rtp.length || payload.length === 0) return undefined;
  return {
    number: rtp.readUInt16BE(2),
    timestamp: rtp.readUInt32BE(4),
    // A copy: mediasoup's buffer is its own again after the event.
    payload: Buffer.from(payload),
  };
}
