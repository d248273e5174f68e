// From what a device can send to what is taken: one codec, and the feedback and header extensions that
// both ends know. Opus wherever it is offered; a device that only phones has G.711.
import type { types } from 'mediasoup';
import type { SoundCodec } from '@achterwacht/shared/listen-in/sound.ts';
import { codecsByPreference, opusAsWanted } from '../workers/codecs.ts';
import type { Offer } from './offer.ts';
import { UnusableOffer } from './sdp.ts';

export function negotiate(
  offer: Offer,
  router: types.RtpCapabilities,
  /** Whether the worker hears a stream that nothing names (worker-build/build-worker.sh). */
  hearsUnnamed: boolean,
): { codec: SoundCodec; rtpParameters: types.RtpParameters } {
  for (const { codec, mimeType, clockRate } of codecsByPreference) {
    const offered = offer.codecs.find(
      (one) => one.mimeType.toLowerCase() === mimeType && one.clockRate === clockRate,
    );
    if (!offered) continue;
    const known = router.codecs?.find((one) => one.mimeType.toLowerCase() === mimeType);
    const headerExtensions = offer.headerExtensions.filter(({ uri }) =>
      router.headerExtensions?.some((one) => one.kind === 'audio' && one.uri === uri),
    );
    const hasMid = headerExtensions.some(({ uri }) => uri.endsWith(':sdes:mid'));
    if (offer.ssrc === undefined && !hasMid && !hearsUnnamed) {
      throw new UnusableOffer(
        'neither a=ssrc nor the mid header extension says whose packets come, and the mediasoup worker of ' +
          'this server needs one of them; one built by media-server/worker-build does not',
      );
    }
    return {
      codec,
      rtpParameters: {
        mid: offer.mid,
        codecs: [
          {
            ...offered,
            // RFC 7587 has it written with two, whatever the microphone; some devices write one, or none.
            ...(codec === 'opus' ? { channels: 2, parameters: opusAsWanted } : {}),
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
