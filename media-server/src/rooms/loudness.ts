// How loud somebody sounds, second by second, without keeping what he says: by what the device says of each packet in its
// header (RFC 6464), or of telephone sound by the samples themselves. Of Opus without that header nothing is known.
import type { types } from 'mediasoup';
import type { SoundCodec } from '@achterwacht/shared/listen-in/sound.ts';
import { samplesOf } from '../playback/g711.ts';

const levelUri = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';
const secondMilliseconds = 1_000;
const rtpHeaderBytes = 12;
const oneByteExtensions = 0xbede;
/** The quietest that the header can say. */
const silence = -127;

export type Loudness = {
  /** @param rtp As it came. */
  hear: (rtp: Buffer, at: number) => void;
};

/** @param tell The mean of each second that anything was known of, in decibels of full scale: 0 at most. */
export function createLoudness(
  codec: SoundCodec,
  { headerExtensions = [] }: Pick<types.RtpParameters, 'headerExtensions'>,
  tell: (decibels: number) => void,
): Loudness {
  const id = headerExtensions.find(({ uri }) => uri === levelUri)?.id;
  let since = 0;
  let power = 0;
  let packets = 0;
  return {
    hear(rtp, at) {
      // A header that is agreed upon need not be sent.
      const said = id === undefined ? null : levelInHeader(rtp, id);
      const decibels = said ?? levelOfSamples(codec, rtp);
      if (decibels === null) return;
      if (packets === 0) since = at;
      power += 10 ** (decibels / 10);
      packets += 1;
      if (at - since < secondMilliseconds) return;
      // No negative nought.
      tell(Math.max(silence, Math.round(10 * Math.log10(power / packets))) || 0);
      power = 0;
      packets = 0;
    },
  };
}

/** Where its payload, or its extension, begins. */
const headerEnd = (rtp: Buffer) => rtpHeaderBytes + 4 * (rtp.readUInt8(0) & 0x0f);
const hasExtension = (rtp: Buffer) => (rtp.readUInt8(0) & 0x10) !== 0;

function levelInHeader(rtp: Buffer, id: number): number | null {
  const start = headerEnd(rtp);
  if (!hasExtension(rtp) || rtp.length < start + 4) return null;
  if (rtp.readUInt16BE(start) !== oneByteExtensions) return null;
  const end = Math.min(rtp.length, start + 4 + 4 * rtp.readUInt16BE(start + 2));
  for (let at = start + 4; at < end;) {
    const element = rtp.readUInt8(at);
    // Padding between two.
    if (element === 0) at += 1;
    else if (element >> 4 === id) return at + 1 < end ? -(rtp.readUInt8(at + 1) & 0x7f) : null;
    else at += 2 + (element & 0x0f);
  }
  return null;
}

function levelOfSamples(codec: SoundCodec, rtp: Buffer): number | null {
  if (codec === 'opus') return null;
  const start = headerEnd(rtp);
  if (hasExtension(rtp) && rtp.length < start + 4) return null;
  const payload = rtp.subarray(
    hasExtension(rtp) ? start + 4 + 4 * rtp.readUInt16BE(start + 2) : start,
  );
  if (payload.length === 0) return null;
  const samples = samplesOf(codec, payload);
  let squares = 0;
  for (let at = 0; at < samples.length; at += 2) squares += (samples.readInt16LE(at) / 32_768) ** 2;
  const mean = squares / (samples.length / 2);
  return mean === 0 ? silence : Math.max(silence, 10 * Math.log10(mean));
}
