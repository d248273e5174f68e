// Ogg Opus as a stream (RFC 3533, RFC 7845): packets in, pages out. Browsers, ffmpeg and every player
// read it. Written here because a part of it is asked for by its bytes, and must be of the same stream as the
// part before: mediabunny (1.61) draws a stream's number anew each time it writes one, and takes none.
import { ticksPerSecond } from '../recording/rtp-order.ts';
import type { OpusPacket } from './gapless.ts';

const maxPacketsPerPage = 50;
/** Of sound in one page to a follower. */
const followPageMilliseconds = 100;

/** @param isLive Then a page leaves as soon as it is worth it, and not when it is full. */
export async function* renderOgg(
  packets: AsyncGenerator<OpusPacket | 'still'>,
  isLive: boolean,
): AsyncGenerator<Buffer> {
  const writer = createOggWriter(1);
  const flushTicks = isLive ? (followPageMilliseconds * ticksPerSecond.opus) / 1000 : Infinity;
  let page: Buffer[] = [];
  let pageTicks = 0;
  let end = 0;
  const flush = (isLast = false) => {
    const written = writer.page(page, end, isLast);
    page = [];
    pageTicks = 0;
    return written;
  };
  yield writer.head();
  for await (const packet of packets) {
    // Not before the next one comes: the last page of all says so, and some readers take no empty one.
    if (isPageFull(page)) yield flush();
    if (packet !== 'still') {
      page.push(packet.payload);
      pageTicks += packet.ticks;
      end = packet.tick + packet.ticks;
    }
    const isDue = packet === 'still' || pageTicks >= flushTicks;
    if (isDue && page.length > 0) yield flush();
  }
  yield flush(true);
}

type OggWriter = {
  /** The two header pages. */
  head: () => Buffer;
  /** One page; the granule position is the ticks of all packets up to its end. */
  page: (packets: readonly Buffer[], granule: number, isLast: boolean) => Buffer;
};

/** @param serial Tells this stream from another one; any number does. */
function createOggWriter(serial: number): OggWriter {
  let sequence = 0;

  function page(packets: readonly Buffer[], granule: number, flags: number): Buffer {
    // A packet's length in bytes of 255 and a smaller one: the lacing of RFC 3533 §5.
    const lacing = packets.flatMap(({ length }) => [
      ...Array.from({ length: Math.floor(length / 255) }, () => 255),
      length % 255,
    ]);
    const header = Buffer.alloc(27);
    header.write('OggS', 'latin1');
    header.writeUInt8(flags, 5);
    header.writeBigUInt64LE(BigInt(granule), 6);
    header.writeUInt32LE(serial, 14);
    header.writeUInt32LE(sequence, 18);
    header.writeUInt8(lacing.length, 26);
    sequence += 1;
    const whole = Buffer.concat([header, Buffer.from(lacing), ...packets]);
    whole.writeUInt32LE(crc(whole), 22);
    return whole;
  }

  return {
    head: () => Buffer.concat([page([opusHead()], 0, 0x02), page([opusTags()], 0, 0)]),
    page: (packets, granule, isLast) => page(packets, granule, isLast ? 0x04 : 0),
  };
}

/** A page holds 255 lacing values; sound of 50 packets a second at any usual rate stays below that. */
function isPageFull(packets: readonly Buffer[]): boolean {
  const lacing = packets.reduce((sum, { length }) => sum + Math.floor(length / 255) + 1, 0);
  // 6: the longest packet there is (1275 bytes) must still fit.
  return packets.length >= maxPacketsPerPage || lacing + 6 > 255;
}

/** One channel; no pre-skip, because the stream may begin in the middle of the sender's. */
export function opusHead(): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 'latin1');
  head.writeUInt8(1, 8);
  head.writeUInt8(1, 9);
  head.writeUInt32LE(48_000, 12);
  return head;
}

function opusTags(): Buffer {
  const vendor = 'Achterwacht';
  const tags = Buffer.alloc(8 + 4 + vendor.length + 4);
  tags.write('OpusTags', 'latin1');
  tags.writeUInt32LE(vendor.length, 8);
  tags.write(vendor, 12, 'latin1');
  return tags;
}

/** Ogg's own CRC: polynomial 0x04c11db7, nothing reflected, nothing inverted. */
const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit += 1)
    value = value & 0x8000_0000 ? (value << 1) ^ 0x04c1_1db7 : value << 1;
  return value;
});

function crc(bytes: Buffer): number {
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) ^ (crcTable[((value >>> 24) ^ byte) & 0xff] ?? 0);
  }
  return value >>> 0;
}
