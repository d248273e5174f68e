// The sound that a router takes: Opus wherever it is offered, and G.711 for a device that only phones.
import type { types } from 'mediasoup';
import type { SoundCodec } from '@achterwacht/shared/listen-in/sound.ts';

export const codecsByPreference = [
  { codec: 'opus', mimeType: 'audio/opus', clockRate: 48_000 },
  { codec: 'pcma', mimeType: 'audio/pcma', clockRate: 8_000 },
  { codec: 'pcmu', mimeType: 'audio/pcmu', clockRate: 8_000 },
] as const satisfies { codec: SoundCodec; mimeType: string; clockRate: number }[];

/**
 * What the receiver asks of an encoder (RFC 7587): one voice; each packet carries a copy of the one
 * before, so that a lost one can be heard; and no pause in sending, because a pause looks like a loss.
 */
export const opusAsWanted = { minptime: 10, useinbandfec: 1, usedtx: 0, stereo: 0 };

export const routerCodecs: types.RouterRtpCodecCapability[] = codecsByPreference.map(
  ({ mimeType, clockRate }) => ({
    kind: 'audio',
    mimeType,
    clockRate,
    ...(mimeType === 'audio/opus' ? { channels: 2 } : {}),
  }),
);

/** Of a stream that is described without an offer. */
export function plainParameters(
  codec: SoundCodec,
  payloadType: number,
  ssrc: number,
): types.RtpParameters {
  const { mimeType, clockRate } =
    codecsByPreference.find((one) => one.codec === codec) ?? codecsByPreference[0];
  return {
    codecs: [{ mimeType, clockRate, payloadType, ...(codec === 'opus' ? { channels: 2 } : {}) }],
    encodings: [{ ssrc }],
  };
}
