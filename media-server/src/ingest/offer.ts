// An offer of one device, read as far as hearing it takes.
//
// Only what WHIP (RFC 9725) allows an offer to be is understood: one bundle, RTCP on the same port,
// fingerprints for DTLS. Everything else is refused with the reason.
import type { types } from 'mediasoup';
import { parseParams, parsePayloads, type MediaDescription } from 'sdp-transform';
import { readDescription, UnusableOffer } from './sdp.ts';

export type Offer = {
  mid: string;
  iceUfrag: string;
  /** In the words of mediasoup: the device's own. */
  dtls: types.DtlsParameters;
  codecs: types.RtpCodecParameters[];
  headerExtensions: types.RtpHeaderExtensionParameters[];
  ssrc: number | undefined;
  cname: string | undefined;
  /** All media of the offer in order; what is not sound is answered with port 0. */
  media: { kind: string; protocol: string; format: string }[];
  /** Which of `media` is the sound. */
  soundIndex: number;
};

/** Sound and at most a picture, a spare and data: nobody offers more to a listening centre. */
const mostMedia = 4;

/** @throws UnusableOffer with the reason, in words for whoever built the device. */
export function readOffer(sdp: string): Offer {
  const { media, ...session } = readDescription(sdp);
  if (session.version !== 0) throw new UnusableOffer('this is no session description');
  if (media.length === 0) throw new UnusableOffer('there is no media in the offer');
  if (media.length > mostMedia) throw new UnusableOffer(`more than ${mostMedia} media sections`);
  const soundIndex = media.findIndex((section) => section.type === 'audio' && isSending(section));
  const sound = media[soundIndex];
  if (!sound) throw new UnusableOffer('no sound is offered (an audio section that sends)');
  const need = (value: string | undefined, name: string) => {
    if (value === undefined || value === '') throw new UnusableOffer(`a=${name} is missing`);
    return String(value);
  };
  need(sound.rtcpMux, 'rtcp-mux');
  need(sound.icePwd ?? session.icePwd, 'ice-pwd');
  const fingerprints = [...(sound.fingerprints ?? []), ...(session.fingerprints ?? [])];
  return {
    mid: String(sound.mid ?? soundIndex),
    iceUfrag: need(sound.iceUfrag ?? session.iceUfrag, 'ice-ufrag'),
    dtls: {
      role: roleOf(need(sound.setup ?? session.setup, 'setup')),
      fingerprints: usableOf(fingerprints),
    },
    codecs: codecsOf(sound),
    headerExtensions: headerExtensionsOf(sound),
    ssrc: sound.ssrcs?.map(({ id }) => id).find((id) => typeof id === 'number'),
    cname: sound.ssrcs?.find(({ attribute }) => attribute === 'cname')?.value?.toString(),
    media: media.map(({ type, protocol, payloads }) => {
      if (!type || !protocol) throw new UnusableOffer('a media line says not what it is of');
      return { kind: type, protocol, format: String(payloads ?? '').split(' ')[0] ?? '' };
    }),
    soundIndex,
  };
}

export type Fragment = { iceUfrag?: string; icePwd?: string };

/**
 * A trickle or restart fragment (RFC 8840): only what says which ICE session it is about.
 * @throws UnusableOffer when it is too much to read.
 */
export function readFragment(text: string): Fragment {
  const { media, ...session } = readDescription(text);
  const find = (name: 'iceUfrag' | 'icePwd') =>
    [session, ...media].map((section) => section[name]).find((value) => value !== undefined);
  const [iceUfrag, icePwd] = [find('iceUfrag'), find('icePwd')];
  return {
    ...(iceUfrag ? { iceUfrag: String(iceUfrag) } : {}),
    ...(icePwd ? { icePwd: String(icePwd) } : {}),
  };
}

/** Without a direction an offer means both ways; a port of 0 means not at all. */
function isSending({ port, direction }: MediaDescription): boolean {
  return port !== 0 && direction !== 'recvonly' && direction !== 'inactive';
}

/** The role of the device; ours is the other one. */
function roleOf(setup: string): types.DtlsRole {
  // Who leaves the choice to us opens the handshake itself: that works from behind any address translation.
  if (setup === 'actpass' || setup === 'active') return 'client';
  if (setup === 'passive') return 'server';
  throw new UnusableOffer('a=setup must be actpass, active or passive');
}

const fingerprintAlgorithms = ['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512'] as const;

function usableOf(found: readonly { type: string; hash: string }[]): types.DtlsFingerprint[] {
  const usable = found.flatMap(({ type, hash }) => {
    const algorithm = fingerprintAlgorithms.find((known) => known === String(type).toLowerCase());
    // SHA-1 is a collision away from somebody else's certificate.
    return algorithm && algorithm !== 'sha-1' ? [{ algorithm, value: String(hash) }] : [];
  });
  if (usable.length === 0)
    throw new UnusableOffer('a=fingerprint with SHA-224 or better is missing');
  return usable;
}

/** RFC 3551 gives these two their numbers; a device need not explain them. */
const staticTypes: MediaDescription['rtp'] = [
  { payload: 0, codec: 'PCMU', rate: 8000 },
  { payload: 8, codec: 'PCMA', rate: 8000 },
];

function codecsOf({ payloads = '', rtp, fmtp, rtcpFb = [] }: MediaDescription) {
  return parsePayloads(payloads).flatMap((payloadType): types.RtpCodecParameters[] => {
    const map = [...rtp, ...staticTypes].find(({ payload }) => payload === payloadType);
    if (!map) return [];
    const channels = Number(map.encoding);
    return [
      {
        mimeType: `audio/${map.codec}`,
        payloadType,
        clockRate: Number(map.rate),
        ...(channels ? { channels } : {}),
        parameters: parseParams(fmtp.find(({ payload }) => payload === payloadType)?.config ?? ''),
        rtcpFeedback: rtcpFb
          .filter(({ payload }) => payload === payloadType || payload === '*')
          .map(({ type, subtype }) => ({ type: String(type), parameter: String(subtype ?? '') })),
      },
    ];
  });
}

function headerExtensionsOf({ ext = [] }: MediaDescription): types.RtpHeaderExtensionParameters[] {
  return ext
    .filter(({ direction }) => direction !== 'recvonly' && direction !== 'inactive')
    .map(({ value, uri }) => ({
      id: Number(value),
      // mediasoup names the ones it knows; whoever uses these picks from its list.
      uri: String(uri) as types.RtpHeaderExtensionUri,
    }));
}
