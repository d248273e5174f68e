// An offer of one device, read as far as hearing it takes, and the answer to it. The answer is where
// "nothing goes back" is said to the device: `a=recvonly`, and no stream of ours is named.
//
// Only what WHIP (RFC 9725) allows an offer to be is understood: one bundle, RTCP on the same port,
// fingerprints for DTLS. Everything else is refused with the reason.
import type { types } from 'mediasoup';

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

export class UnusableOffer extends Error {}

/** Sound and at most a picture, a spare and data: nobody offers more to a listening centre. */
const mostMedia = 4;

type Section = { line: string; attributes: [name: string, value: string][] };

export function readOffer(sdp: string): Offer {
  const [session, ...media] = sectionsOf(sdp);
  if (!session || media.length === 0) throw new UnusableOffer('there is no media in the offer');
  if (media.length > mostMedia) throw new UnusableOffer(`more than ${mostMedia} media sections`);
  const soundIndex = media.findIndex(
    (section) => section.line.startsWith('audio ') && isSending(section),
  );
  const sound = media[soundIndex];
  if (!sound) throw new UnusableOffer('no sound is offered (an audio section that sends)');
  const either = (name: string) => valueOf(sound, name) ?? valueOf(session, name);
  const need = (name: string) => {
    const value = either(name);
    if (value === undefined) throw new UnusableOffer(`a=${name} is missing`);
    return value;
  };
  if (valueOf(sound, 'rtcp-mux') === undefined) throw new UnusableOffer('a=rtcp-mux is missing');
  need('ice-pwd');
  const [ssrc, cname] = streamOf(sound);
  return {
    mid: valueOf(sound, 'mid') ?? String(soundIndex),
    iceUfrag: need('ice-ufrag'),
    dtls: { role: roleOf(need('setup')), fingerprints: fingerprintsOf(sound, session) },
    codecs: codecsOf(sound),
    headerExtensions: headerExtensionsOf(sound),
    ssrc,
    cname,
    media: media.map(({ line }) => {
      const [kind = '', , protocol = '', format = ''] = line.split(' ');
      return { kind, protocol, format };
    }),
    soundIndex,
  };
}

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

export function writeAnswer(answer: Answer): string {
  const { offer, sessionNumber } = answer;
  const [first] = answer.candidates;
  const lines = [
    'v=0',
    // A name is not asked here, and an address of ours is in the candidates where it belongs.
    `o=- ${sessionNumber} 1 IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    `a=group:BUNDLE ${offer.mid}`,
    'a=ice-lite',
    ...offer.media.flatMap(({ kind, protocol, format }, index) =>
      index === offer.soundIndex
        ? soundSection(answer, protocol, first?.address)
        : [`m=${kind} 0 ${protocol} ${format}`, 'c=IN IP4 0.0.0.0', 'a=inactive'],
    ),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function soundSection(answer: Answer, protocol: string, address = '127.0.0.1'): string[] {
  const { offer, rtpParameters, dtls } = answer;
  const types = rtpParameters.codecs.map(({ payloadType }) => payloadType);
  return [
    `m=audio 9 ${protocol} ${types.join(' ')}`,
    `c=IN ${address.includes(':') ? 'IP6' : 'IP4'} ${address}`,
    `a=mid:${offer.mid}`,
    'a=recvonly',
    'a=rtcp-mux',
    'a=rtcp-rsize',
    ...iceLines(answer),
    'a=end-of-candidates',
    ...dtls.fingerprints.map(({ algorithm, value }) => `a=fingerprint:${algorithm} ${value}`),
    // The device opens the handshake, so that it works from behind any address translation.
    'a=setup:passive',
    ...rtpParameters.codecs.flatMap(codecLines),
    ...(rtpParameters.headerExtensions ?? []).map(({ id, uri }) => `a=extmap:${id} ${uri}`),
  ];
}

/** Also the whole of an answer to an ICE restart (RFC 8840's fragment). */
export function iceLines({ ice, candidates }: Pick<Answer, 'ice' | 'candidates'>): string[] {
  return [
    `a=ice-ufrag:${ice.usernameFragment}`,
    `a=ice-pwd:${ice.password}`,
    ...candidates.map(
      ({ foundation, protocol, priority, address, port, type, tcpType }) =>
        `a=candidate:${foundation} 1 ${protocol} ${priority} ${address} ${port} typ ${type}` +
        (tcpType ? ` tcptype ${tcpType}` : ''),
    ),
  ];
}

function codecLines(codec: types.RtpCodecParameters): string[] {
  const { payloadType, clockRate, channels, parameters = {}, rtcpFeedback = [] } = codec;
  const name = codec.mimeType.replace(/^audio\//, '');
  const pairs = Object.entries(parameters).map(([key, value]) => `${key}=${String(value)}`);
  return [
    `a=rtpmap:${payloadType} ${name}/${clockRate}${channels && channels > 1 ? `/${channels}` : ''}`,
    ...(pairs.length > 0 ? [`a=fmtp:${payloadType} ${pairs.join(';')}`] : []),
    ...rtcpFeedback.map(({ type, parameter }) =>
      `a=rtcp-fb:${payloadType} ${type} ${parameter ?? ''}`.trimEnd(),
    ),
  ];
}

/** A trickle or restart fragment (RFC 8840): only what says which ICE session it is about. */
export function readFragment(fragment: string): { iceUfrag?: string; icePwd?: string } {
  const lines = linesOf(fragment);
  const find = (name: string) =>
    lines.find((line) => line.startsWith(`a=${name}:`))?.slice(name.length + 3);
  const iceUfrag = find('ice-ufrag');
  const icePwd = find('ice-pwd');
  return { ...(iceUfrag ? { iceUfrag } : {}), ...(icePwd ? { icePwd } : {}) };
}

function linesOf(sdp: string): string[] {
  return sdp.split(/\r?\n/).filter((line) => line !== '');
}

function sectionsOf(sdp: string): Section[] {
  const sections: Section[] = [{ line: '', attributes: [] }];
  const lines = linesOf(sdp);
  if (lines[0] !== 'v=0') throw new UnusableOffer('this is no session description');
  for (const line of lines) {
    if (line.startsWith('m=')) sections.push({ line: line.slice(2), attributes: [] });
    const attribute = /^a=([^:]+)(?::(.*))?$/.exec(line);
    if (attribute) sections.at(-1)?.attributes.push([attribute[1] ?? '', attribute[2] ?? '']);
  }
  return sections;
}

function valueOf(section: Section, name: string): string | undefined {
  return section.attributes.find(([found]) => found === name)?.[1];
}

function valuesOf(section: Section, name: string): string[] {
  return section.attributes.flatMap(([found, value]) => (found === name ? [value] : []));
}

/** Without a direction an offer means both ways; a port of 0 means not at all. */
function isSending(section: Section): boolean {
  if (section.line.split(' ')[1] === '0') return false;
  return !['recvonly', 'inactive'].some((name) => valueOf(section, name) !== undefined);
}

/** The role of the device; ours is the other one, and `actpass` leaves the choice to us. */
function roleOf(setup: string): types.DtlsRole {
  if (setup === 'actpass' || setup === 'active') return 'client';
  throw new UnusableOffer('a=setup must be actpass or active: the device opens the handshake');
}

const fingerprintAlgorithms = ['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512'] as const;

function fingerprintsOf(sound: Section, session: Section): types.DtlsFingerprint[] {
  const found = [...valuesOf(sound, 'fingerprint'), ...valuesOf(session, 'fingerprint')];
  const usable = found.flatMap((text) => {
    const [name = '', value = ''] = text.split(' ');
    const algorithm = fingerprintAlgorithms.find((known) => known === name.toLowerCase());
    // SHA-1 is a collision away from somebody else's certificate.
    return algorithm && algorithm !== 'sha-1' && value ? [{ algorithm, value }] : [];
  });
  if (usable.length === 0)
    throw new UnusableOffer('a=fingerprint with SHA-224 or better is missing');
  return usable;
}

function codecsOf(sound: Section): types.RtpCodecParameters[] {
  const [, , , ...types] = sound.line.split(' ');
  return types.flatMap((type) => {
    const payloadType = Number(type);
    const map = mappingOf(sound, type);
    if (!Number.isInteger(payloadType) || !map) return [];
    const [name = '', clockRate = '', channels] = map.split('/');
    return [
      {
        mimeType: `audio/${name}`,
        payloadType,
        clockRate: Number(clockRate),
        ...(channels ? { channels: Number(channels) } : {}),
        parameters: parametersOf(startingWith(sound, 'fmtp', type)),
        rtcpFeedback: valuesOf(sound, 'rtcp-fb')
          .map((text) => text.split(' '))
          .filter(([about]) => about === type || about === '*')
          .map(([, feedback = '', parameter = '']) => ({ type: feedback, parameter })),
      },
    ];
  });
}

/** RFC 3551 gives these two their numbers; a device need not explain them. */
const staticTypes: Record<string, string> = { '0': 'PCMU/8000', '8': 'PCMA/8000' };

function mappingOf(sound: Section, type: string): string | undefined {
  return startingWith(sound, 'rtpmap', type) ?? staticTypes[type];
}

function startingWith(sound: Section, name: string, type: string): string | undefined {
  return valuesOf(sound, name)
    .find((text) => text.startsWith(`${type} `))
    ?.slice(type.length + 1);
}

function parametersOf(text = ''): Record<string, string | number> {
  const pairs = text.split(';').map((pair) => pair.trim().split('='));
  return Object.fromEntries(
    pairs.flatMap(([name, value]) =>
      name ? [[name, /^\d+$/.test(value ?? '') ? Number(value) : (value ?? '')]] : [],
    ),
  );
}

function headerExtensionsOf(sound: Section): types.RtpHeaderExtensionParameters[] {
  return valuesOf(sound, 'extmap').flatMap((text) => {
    const [number = '', uri = ''] = text.split(' ');
    const [id, direction] = number.split('/');
    if (direction === 'recvonly' || direction === 'inactive') return [];
    // mediasoup names the ones it knows; whoever uses these picks from its list.
    return [{ id: Number(id), uri: uri as types.RtpHeaderExtensionUri }];
  });
}

function streamOf(sound: Section): [ssrc: number | undefined, cname: string | undefined] {
  const lines = valuesOf(sound, 'ssrc');
  const ssrc = lines[0]?.split(' ')[0];
  const cname = lines.find((line) => / cname:/.test(line))?.replace(/^.* cname:/, '');
  return [ssrc === undefined ? undefined : Number(ssrc), cname];
}
