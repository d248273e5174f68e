// Opus packets out of an Ogg file (RFC 3533, RFC 7845), as far as sending them asks for it: no seeking,
// one stream, its first two packets being headers.
import { SoundProblem, type Frame } from './sound-file.ts';

export function opusFromOgg(file: Uint8Array): Frame[] {
  const [head, tags, ...packets] = packetsOf(file);
  if (head?.toString('latin1', 0, 8) !== 'OpusHead') throw new SoundProblem('it holds no Opus');
  if ((head[9] ?? 0) !== 1) throw new SoundProblem('it is not mono, as a microphone is');
  if (tags?.toString('latin1', 0, 8) !== 'OpusTags')
    throw new SoundProblem('its headers are broken');
  const frames = packets.filter(({ length }) => length > 0);
  if (frames.length === 0) throw new SoundProblem('it holds no sound');
  return frames.map((bytes) => ({ bytes, ticks: ticksOf(bytes) }));
}

/** Joins what pages cut: a packet is as many segments as it takes until one is shorter than 255. */
export function packetsOf(given: Uint8Array): Buffer[] {
  const file = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const packets: Buffer[] = [];
  let parts: Buffer[] = [];
  let serial: number | undefined;
  let at = 0;
  while (at < file.length) {
    const segments = file[at + 26] ?? 0;
    const bodyAt = at + 27 + segments;
    if (file.toString('latin1', at, at + 4) !== 'OggS' || bodyAt > file.length) {
      throw new SoundProblem('it is broken off or damaged');
    }
    serial ??= file.readUInt32LE(at + 14);
    if (file.readUInt32LE(at + 14) !== serial) throw new SoundProblem('it holds several streams');
    at = bodyAt;
    for (const length of file.subarray(bodyAt - segments, bodyAt)) {
      if (at + length > file.length) throw new SoundProblem('it is broken off or damaged');
      parts.push(file.subarray(at, at + length));
      at += length;
      if (length === 255) continue;
      packets.push(Buffer.concat(parts));
      parts = [];
    }
  }
  return packets;
}

/** Of one frame in a packet, in 48 kHz ticks, by the configuration number (RFC 6716, table 2). */
function frameTicksOf(configuration: number): number {
  if (configuration < 12) return [480, 960, 1920, 2880][configuration % 4] ?? 0;
  if (configuration < 16) return [480, 960][configuration % 2] ?? 0;
  return [120, 240, 480, 960][configuration % 4] ?? 0;
}

function ticksOf(packet: Uint8Array): number {
  const [first = 0, second = 0] = packet;
  const counts = [1, 2, 2, second & 0x3f];
  return frameTicksOf(first >> 3) * (counts[first & 3] ?? 0);
}
