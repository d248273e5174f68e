// How a stretch of sound lies on disk: a header in the clear, then chunks of at most a second, each
// sealed by itself, so that a file that ends in the middle is good up to its last whole chunk. A file is
// only ever added to.
//
//   header   "AWS1" · recording id (16) · segment index (4) · codec (1) · start, ms since 1970 (8)
//   chunk    length of what follows (4) · AES-256-GCM( lost packets (2) · packets ) · tag (16)
//   packet   ticks since the segment's start (4) · length (2) · payload
//
// All numbers big-endian. The nonce is segment index, chunk number, zeros: the data key is one
// recording's own and a segment's index is never used twice, so no nonce is. Header and chunk number are
// authenticated with each chunk: none can be moved, nor taken for another recording's.
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { soundCodec, type SoundCodec } from '@achterwacht/shared/listen-in.ts';
import { ticksPerSecond, type SoundPacket } from './rtp-order.ts';

export type SegmentHeader = {
  recordingId: string;
  index: number;
  codec: SoundCodec;
  startedAt: number;
};

const magic = Buffer.from('AWS1');
const headerBytes = 33;
const tagBytes = 16;
const packetHeaderBytes = 6;
const codecs = soundCodec.options;

export function writeHeader({ recordingId, index, codec, startedAt }: SegmentHeader): Buffer {
  const header = Buffer.alloc(headerBytes);
  magic.copy(header);
  Buffer.from(recordingId.replaceAll('-', ''), 'hex').copy(header, 4);
  header.writeUInt32BE(index, 20);
  header.writeUInt8(codecs.indexOf(codec), 24);
  header.writeBigUInt64BE(BigInt(Math.round(startedAt)), 25);
  return header;
}

export function readHeader(file: Buffer): SegmentHeader | undefined {
  if (file.length < headerBytes || !file.subarray(0, 4).equals(magic)) return undefined;
  const codec = codecs[file.readUInt8(24)];
  if (!codec) return undefined;
  const hex = file.toString('hex', 4, 20);
  return {
    recordingId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    index: file.readUInt32BE(20),
    codec,
    startedAt: Number(file.readBigUInt64BE(25)),
  };
}

export type Chunk = { packets: readonly SoundPacket[]; lostPackets: number };

export function sealChunk(
  header: SegmentHeader,
  number: number,
  key: Buffer,
  { packets, lostPackets }: Chunk,
): Buffer {
  // One buffer and one call of the cipher: a hundred rooms seal two hundred chunks a second.
  const size = packets.reduce((sum, { payload }) => sum + packetHeaderBytes + payload.length, 2);
  const plain = Buffer.allocUnsafe(size);
  plain.writeUInt16BE(Math.min(lostPackets, 0xffff), 0);
  let position = 2;
  for (const { at, payload } of packets) {
    const ticks = Math.round(((at - header.startedAt) * ticksPerSecond[header.codec]) / 1000);
    plain.writeUInt32BE(Math.max(0, ticks), position);
    plain.writeUInt16BE(payload.length, position + 4);
    payload.copy(plain, position + packetHeaderBytes);
    position += packetHeaderBytes + payload.length;
  }
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(header.index, number));
  cipher.setAAD(aadOf(header, number));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(sealed.length + tagBytes);
  return Buffer.concat([length, sealed, cipher.getAuthTag()]);
}

export type ReadSegment = SegmentHeader & {
  packets: SoundPacket[];
  lostPackets: number;
  /** Up to the last whole chunk; less than the file's own length when writing was cut off. */
  goodBytes: number;
};

/** @throws where a whole chunk does not open: somebody changed the file, or the key is another's. */
export function readSegment(file: Buffer, key: Buffer): ReadSegment {
  const header = readHeader(file);
  if (!header) throw new Error('this is no segment');
  const packets: SoundPacket[] = [];
  let lostPackets = 0;
  let position = headerBytes;
  for (let number = 0; position + 4 <= file.length; number += 1) {
    const end = position + 4 + file.readUInt32BE(position);
    // A power cut may leave a length without what it announces, or a stretch of zeros.
    if (end > file.length || end - position - 4 < tagBytes) break;
    const chunk = openChunk(file.subarray(position + 4, end), header, number, key);
    packets.push(...chunk.packets);
    lostPackets += chunk.lostPackets;
    position = end;
  }
  return { ...header, packets, lostPackets, goodBytes: position };
}

function openChunk(sealed: Buffer, header: SegmentHeader, number: number, key: Buffer) {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(header.index, number));
  decipher.setAAD(aadOf(header, number));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
  const packets: SoundPacket[] = [];
  for (let position = 2; position < plain.length;) {
    const ticks = plain.readUInt32BE(position);
    const end = position + packetHeaderBytes + plain.readUInt16BE(position + 4);
    packets.push({
      at: header.startedAt + (ticks * 1000) / ticksPerSecond[header.codec],
      payload: plain.subarray(position + packetHeaderBytes, end),
    });
    position = end;
  }
  return { packets, lostPackets: plain.readUInt16BE(0) };
}

function nonceOf(index: number, number: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 0);
  nonce.writeUInt32BE(number, 4);
  return nonce;
}

function aadOf(header: SegmentHeader, number: number): Buffer {
  const suffix = Buffer.alloc(4);
  suffix.writeUInt32BE(number);
  return Buffer.concat([writeHeader(header), suffix]);
}
