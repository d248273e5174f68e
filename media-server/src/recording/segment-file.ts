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
import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { soundCodec, type SoundCodec } from '@achterwacht/shared/listen-in/sound.ts';
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
/** At the front of a chunk. */
const lostBytes = 2;
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

/**
 * A chunk that grows. Packets are laid down as they will be sealed: five thousand a second come in, and
 * each as an object of its own, kept for half a minute, costs more than all the rest of keeping it.
 */
export class OpenChunk {
  packets = 0;
  lostPackets = 0;
  #bytes = Buffer.allocUnsafe(4096);
  #length = lostBytes;

  add(header: SegmentHeader, at: number, payload: Buffer, lostBefore: number): void {
    const end = this.#length + packetHeaderBytes + payload.length;
    if (end > this.#bytes.length) this.#grow(end);
    const ticks = Math.round(((at - header.startedAt) * ticksPerSecond[header.codec]) / 1000);
    this.#bytes.writeUInt32BE(Math.max(0, ticks), this.#length);
    this.#bytes.writeUInt16BE(payload.length, this.#length + 4);
    payload.copy(this.#bytes, this.#length + packetHeaderBytes);
    this.#length = end;
    this.packets += 1;
    this.lostPackets += lostBefore;
  }

  /** Its content so far, as a copy. */
  content(): Buffer {
    const content = Buffer.from(this.#bytes.subarray(0, this.#length));
    content.writeUInt16BE(0, 0);
    return content;
  }

  clear(): void {
    this.packets = 0;
    this.lostPackets = 0;
    this.#length = lostBytes;
  }

  #grow(needed: number): void {
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** @param content Of an OpenChunk; the number of lost packets is written into it. */
export function sealChunk(
  header: SegmentHeader,
  number: number,
  key: KeyObject,
  content: Buffer,
  lostPackets: number,
): Buffer {
  content.writeUInt16BE(Math.min(lostPackets, 0xffff), 0);
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(header.index, number));
  cipher.setAAD(aadOf(header, number));
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32BE(content.length + tagBytes);
  return Buffer.concat([length, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

export type ReadSegment = SegmentHeader & {
  packets: SoundPacket[];
  lostPackets: number;
  /** Up to the last whole chunk; less than the file's own length when writing was cut off. */
  goodBytes: number;
};

/** @throws where a whole chunk does not open: somebody changed the file, or the key is another's. */
export function readSegment(file: Buffer, key: KeyObject): ReadSegment {
  const { damage, ...read } = readUpToDamage(file, key);
  if (damage) throw damage;
  return read;
}

/** For a file that writing did not come to an end with: what is good before the first chunk that is not. */
export function readUpToDamage(file: Buffer, key: KeyObject): ReadSegment & { damage?: Error } {
  const header = readHeader(file);
  if (!header) throw new Error('this is no segment');
  const read: ReadSegment = { ...header, packets: [], lostPackets: 0, goodBytes: headerBytes };
  for (let number = 0; read.goodBytes + 4 <= file.length; number += 1) {
    const start = read.goodBytes + 4;
    const end = start + file.readUInt32BE(read.goodBytes);
    // A power cut may leave a length without what it announces, or a stretch of zeros.
    if (end > file.length || end - start < tagBytes) break;
    try {
      const chunk = openChunk(file.subarray(start, end), header, number, key);
      read.packets.push(...chunk.packets);
      read.lostPackets += chunk.lostPackets;
    } catch (error) {
      return { ...read, damage: error as Error }; // the cipher throws nothing else
    }
    read.goodBytes = end;
  }
  return read;
}

function openChunk(sealed: Buffer, header: SegmentHeader, number: number, key: KeyObject) {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(header.index, number));
  decipher.setAAD(aadOf(header, number));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  const content = Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
  return { packets: packetsIn(header, content), lostPackets: content.readUInt16BE(0) };
}

/** What a chunk holds, before it is sealed or after it was opened. */
export function packetsIn(header: SegmentHeader, content: Buffer): SoundPacket[] {
  const packets: SoundPacket[] = [];
  for (let position = lostBytes; position < content.length;) {
    const ticks = content.readUInt32BE(position);
    const end = position + packetHeaderBytes + content.readUInt16BE(position + 4);
    packets.push({
      at: header.startedAt + (ticks * 1000) / ticksPerSecond[header.codec],
      payload: content.subarray(position + packetHeaderBytes, end),
    });
    position = end;
  }
  return packets;
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
