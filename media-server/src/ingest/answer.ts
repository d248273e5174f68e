// The answer to a device's offer: where "nothing goes back" is said to it. `a=recvonly`, and no stream of ours
// is named.
import type { types } from 'mediasoup';
import type { MediaDescription } from 'sdp-transform';
import type { Offer } from './offer.ts';
import { emptyDescription, writeAttributes, writeDescription } from './sdp.ts';

export type Answer = {
  offer: Offer;
  /** The part of the offer's codecs and extensions that is taken. */
  rtpParameters: types.RtpParameters;
  ice: types.IceParameters;
  candidates: readonly types.IceCandidate[];
  dtls: types.DtlsParameters;
  /** For the origin line: one number for a session, one more for each of its answers. */
  sessionNumber: number;
};

type Ways = Pick<Answer, 'ice' | 'candidates'>;

export function writeAnswer(answer: Answer): string {
  const { offer, sessionNumber } = answer;
  return writeDescription({
    ...emptyDescription,
    origin: { ...emptyDescription.origin, sessionId: sessionNumber },
    groups: [{ type: 'BUNDLE', mids: offer.mid }],
    icelite: 'ice-lite',
    media: offer.media.map(({ kind, protocol, format }, index) =>
      index === offer.soundIndex
        ? soundSection(answer, protocol)
        : {
            ...{ type: kind, port: 0, protocol, payloads: format },
            ...{ connection: { version: 4, ip: '0.0.0.0' }, direction: 'inactive' },
            ...{ rtp: [], fmtp: [] },
          },
    ),
  });
}

/** The whole of an answer to an ICE restart (RFC 8840). */
export function writeRestart(ways: Ways): string {
  return writeAttributes(iceAttributes(ways));
}

function soundSection(answer: Answer, protocol: string): MediaDescription {
  const { offer, rtpParameters, dtls, candidates } = answer;
  const address = candidates[0]?.address ?? '127.0.0.1';
  const { codecs } = rtpParameters;
  return {
    type: 'audio',
    port: 9,
    protocol,
    payloads: codecs.map(({ payloadType }) => payloadType).join(' '),
    connection: { version: address.includes(':') ? 6 : 4, ip: address },
    mid: offer.mid,
    direction: 'recvonly',
    rtcpMux: 'rtcp-mux',
    rtcpRsize: 'rtcp-rsize',
    ...iceAttributes(answer),
    endOfCandidates: 'end-of-candidates',
    fingerprints: fingerprintOf(dtls),
    setup: offer.dtls.role === 'server' ? 'active' : 'passive',
    rtp: codecs.map((codec) => rtpLine(codec, offer)),
    fmtp: codecs.flatMap(({ payloadType, parameters = {} }) => {
      const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${String(value)}`);
      return pairs.length > 0 ? [{ payload: payloadType, config: pairs.join(';') }] : [];
    }),
    rtcpFb: codecs.flatMap(({ payloadType, rtcpFeedback = [] }) =>
      rtcpFeedback.map(({ type, parameter }) => ({
        payload: payloadType,
        type,
        ...(parameter ? { subtype: parameter } : {}),
      })),
    ),
    ext: (rtpParameters.headerExtensions ?? []).map(({ id, uri }) => ({ value: id, uri })),
  };
}

/**
 * One, of the digest that RFC 8122 §5 has everybody know: what fits into a board reads one line, and takes the
 * first or the last.
 */
function fingerprintOf({ fingerprints }: types.DtlsParameters) {
  return fingerprints
    .filter(({ algorithm }) => algorithm === 'sha-256')
    .map(({ algorithm, value }) => ({ type: algorithm, hash: value }));
}

/** Opus has two channels, whatever the offer called it (RFC 7587 §7); other codecs are said as they were offered. */
function rtpLine({ payloadType, mimeType, clockRate }: types.RtpCodecParameters, offer: Offer) {
  const codec = mimeType.replace(/^audio\//, '');
  const offered = offer.codecs.find((one) => one.payloadType === payloadType);
  const channels = codec.toLowerCase() === 'opus' ? 2 : offered?.channels;
  return {
    payload: payloadType,
    codec,
    rate: clockRate,
    ...(channels ? { encoding: channels } : {}),
  };
}

function iceAttributes({ ice, candidates }: Ways) {
  return {
    iceUfrag: ice.usernameFragment,
    icePwd: ice.password,
    candidates: candidates.map(
      ({ foundation, protocol, priority, address, port, type, tcpType }) => ({
        ...{ foundation, component: 1, transport: protocol, priority, ip: address, port, type },
        ...(tcpType ? { tcptype: tcpType } : {}),
      }),
    ),
  };
}
