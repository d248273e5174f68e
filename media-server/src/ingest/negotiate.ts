// From what a device can send to what is taken: one codec, and the feedback and header extensions that
// both ends know. Opus wherever it is offered; a device that only phones has G.711.
import type { types } from 'mediasoup';
import type { SoundCodec } from '@achterwacht/shared/listen-in.ts';
import { UnusableOffer, type Offer } from './sdp.ts';

/** Order is preference. */
const wanted = [
  { codec: 'opus', mimeType: 'audio/opus', clockRate: 48_000 },
  { codec: 'pcma', mimeType: 'audio/pcma', clockRate: 8_000 },
  { codec: 'pcmu', mimeType: 'audio/pcmu', clockRate: 8_000 },
] as const satisfies { codec: SoundCodec; mimeType: string; clockRate: number }[];

/**
 * What the receiver asks of an encoder (RFC 7587): one voice; each packet carries a copy of the one
 * before, so that a lost one can be heard; and no pause in sending, because a pause looks like a loss.
 */
const opusAsWanted = { minptime: 10, useinbandfec: 1, usedtx: 0, stereo: 0 };

export const routerCodecs: types.RouterRtpCodecCapability[] = wanted.map(
  ({ mimeType, clockRate }) => ({
    kind: 'audio',
    mimeType,
    clockRate,
    ...(mimeType === 'audio/opus' ? { channels: 2 } : {}),
  }),
);

export function negotiate(
  offer: Offer,
  router: types.RtpCapabilities,
): { codec: SoundCodec; rtpParameters: types.RtpParameters } {
  for (const { codec, mimeType, clockRate } of wanted) {
    const offered = offer.codecs.find(
      (one) => one.mimeType.toLowerCase() === mimeType && one.clockRate === clockRate,
    );
    if (!offered) continue;
    const known = router.codecs?.find((one) => one.mimeType.toLowerCase() === mimeType);
    const headerExtensions = offer.headerExtensions.filter(({ uri }) =>
      router.headerExtensions?.some((one) => one.kind === 'audio' && one.uri === uri),
    );
    const hasMid = headerExtensions.some(({ uri }) => uri.endsWith(':sdes:mid'));
    if (offer.ssrc === undefined && !hasMid) {
      throw new UnusableOffer(
        'neither a=ssrc nor the mid header extension says whose packets come',
      );
    }
    return {
      codec,
      rtpParameters: {
        mid: offer.mid,
        codecs: [
          {
            ...offered,
            ...(codec === 'opus' ? { parameters: opusAsWanted } : {}),
            rtcpFeedback: (offered.rtcpFeedback ?? []).filter((feedback) =>
              known?.rtcpFeedback?.some(({ type }) => type === feedback.type),
            ),
          },
        ],
        headerExtensions,
        encodings: [offer.ssrc === undefined ? {} : { ssrc: offer.ssrc }],
        rtcp: { reducedSize: true, ...(offer.cname ? { cname: offer.cname } : {}) },
      },
    };
  }
  throw new UnusableOffer('none of the offered codecs is Opus, PCMA or PCMU');
}

/** The same for a device that described itself without an offer. */
export function plainParameters(
  codec: SoundCodec,
  payloadType: number,
  ssrc: number,
): types.RtpParameters {
  const { mimeType, clockRate } = wanted.find((one) => one.codec === codec) ?? wanted[0];
  return {
    codecs: [{ mimeType, clockRate, payloadType, ...(codec === 'opus' ? { channels: 2 } : {}) }],
    encodings: [{ ssrc }],
  };
}
