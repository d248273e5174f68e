// Opus packets as a WebM stream, the one form in which browsers take sound piece by piece as it comes
// (Media Source Extensions). Matroska's elements are an id, a length and what is in them; the segment's
// length is not known, each cluster's is.
import { joined } from './ogg-packets.ts';

/** Ids of the Matroska specification (RFC 9559). */
const id = {
  ebml: [0x1a, 0x45, 0xdf, 0xa3],
  docType: [0x42, 0x82],
  docTypeVersion: [0x42, 0x87],
  docTypeReadVersion: [0x42, 0x85],
  segment: [0x18, 0x53, 0x80, 0x67],
  info: [0x15, 0x49, 0xa9, 0x66],
  timestampScale: [0x2a, 0xd7, 0xb1],
  muxer: [0x4d, 0x80],
  writer: [0x57, 0x41],
  tracks: [0x16, 0x54, 0xae, 0x6b],
  track: [0xae],
  trackNumber: [0xd7],
  trackUid: [0x73, 0xc5],
  trackType: [0x83],
  codec: [0x86],
  codecPrivate: [0x63, 0xa2],
  seekPreRoll: [0x56, 0xbb],
  audio: [0xe1],
  samplingFrequency: [0xb5],
  channels: [0x9f],
  cluster: [0x1f, 0x43, 0xb6, 0x75],
  timestamp: [0xe7],
  simpleBlock: [0xa3],
} as const;

const unknownLength = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
const audioTrack = 2;
/** What an Opus decoder needs before it is exact (RFC 7845). */
const preRollNanoseconds = 80_000_000;
/** Block times are 16 bits of milliseconds after their cluster's. */
const clusterMilliseconds = 5_000;

export const webmOpus = 'audio/webm; codecs="opus"';

/** @param opusHead The identification header: the first packet of an Ogg Opus stream. */
export function webmHead(opusHead: Uint8Array): Uint8Array<ArrayBuffer> {
  const channels = opusHead[9] ?? 1;
  return joined([
    element(
      id.ebml,
      element(id.docType, text('webm')),
      element(id.docTypeVersion, number(4)),
      element(id.docTypeReadVersion, number(2)),
    ),
    new Uint8Array([...id.segment, ...unknownLength]),
    element(
      id.info,
      element(id.timestampScale, number(1_000_000)),
      element(id.muxer, text('Achterwacht')),
      element(id.writer, text('Achterwacht')),
    ),
    element(
      id.tracks,
      element(
        id.track,
        element(id.trackNumber, number(1)),
        element(id.trackUid, number(1)),
        element(id.trackType, number(audioTrack)),
        element(id.codec, text('A_OPUS')),
        element(id.codecPrivate, opusHead),
        element(id.seekPreRoll, number(preRollNanoseconds)),
        element(
          id.audio,
          element(id.samplingFrequency, float(48_000)),
          element(id.channels, number(channels)),
        ),
      ),
    ),
  ]);
}

/** Packets that follow each other, the first at this moment of the stream; with the moment after them. */
export function webmClusters(
  packets: readonly Uint8Array[],
  fromMilliseconds: number,
): { bytes: Uint8Array<ArrayBuffer>; endMilliseconds: number } {
  const clusters: Uint8Array[] = [];
  let blocks: Uint8Array[] = [];
  let clusterAt = fromMilliseconds;
  let at = fromMilliseconds;
  const flush = () => {
    if (blocks.length > 0)
      clusters.push(
        element(id.cluster, element(id.timestamp, number(Math.round(clusterAt))), ...blocks),
      );
    blocks = [];
    clusterAt = at;
  };
  for (const packet of packets) {
    if (at - clusterAt >= clusterMilliseconds) flush();
    const offset = Math.round(at) - Math.round(clusterAt);
    // Track 1, its time, and that it can be begun at: every Opus packet can.
    const header = new Uint8Array([0x81, offset >> 8, offset & 0xff, 0x80]);
    blocks.push(element(id.simpleBlock, header, packet));
    at += packetMilliseconds(packet);
  }
  flush();
  return { bytes: joined(clusters), endMilliseconds: at };
}

/** How much sound a packet holds, from its first byte (RFC 6716 §3.1). */
export function packetMilliseconds(packet: Uint8Array): number {
  const toc = packet[0] ?? 0;
  const configuration = toc >> 3;
  const frame =
    configuration < 12
      ? [10, 20, 40, 60][configuration % 4]!
      : configuration < 16
        ? [10, 20][configuration % 2]!
        : [2.5, 5, 10, 20][configuration % 4]!;
  const code = toc & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & 0x3f;
  return frame * frames;
}

function element(elementId: readonly number[], ...content: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return joined([new Uint8Array(elementId), lengthOf(length), ...content]);
}

/** Always eight bytes: shorter forms would save what nobody pays for. */
function lengthOf(length: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length) | (1n << 56n));
  return bytes;
}

function number(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

function float(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}

const text = (value: string) => new TextEncoder().encode(value);
