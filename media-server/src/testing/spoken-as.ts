// A telephone that makes its offer in another device's words, with keys, ICE name and stream of its own: what that
// device would be heard with is then proven by sound, and not by the answer alone.
import { payloadTypes } from '../../../load-tests/src/button/sound/rtp-numbers.ts';
import type { Codec } from '../../../load-tests/src/button/sound/sound.ts';
import type { WhipPhoneOptions } from '../../../load-tests/src/button/whip-phone.ts';

type Words = NonNullable<WhipPhoneOptions['speaksAs']>;

const ours = [
  /(?<=a=ice-ufrag:)\S+/g,
  /(?<=a=ice-pwd:)\S+/g,
  /(?<=a=fingerprint:sha-256 )\S+/g,
  /(?<=a=ssrc:)\d+/g,
];

export function spokenAs(device: string, codec: Codec): Words {
  let mid = '0';
  return {
    offer: (own) => {
      mid = /a=mid:(\S+)/.exec(own)?.[1] ?? mid;
      const inItsWords = ours.reduce(
        (sdp, pattern) => sdp.replaceAll(pattern, own.match(pattern)?.[0] ?? ''),
        withPayloadType(device, payloadTypes[codec]),
      );
      return inItsWords.replace(/\r?\n/g, '\r\n');
    },
    // The telephone offered one section of its own name, and reads no other.
    answer: (sdp) => {
      const [session = '', ...media] = sdp.split(/^(?=m=)/m);
      const sound = media.find((section) => section.startsWith('m=audio')) ?? '';
      return (session.replace(/(?<=a=group:BUNDLE ).*/, mid) + sound)
        .replace(/(?<=a=mid:)\S+/, mid)
        .replace('RTP/SAVP ', 'RTP/SAVPF ');
    },
  };
}

/** The sound section's one number for its codec, changed for ours. */
function withPayloadType(device: string, payloadType: number): string {
  return device
    .split(/^(?=m=)/m)
    .map((section) => {
      const theirs = /^m=audio \S+ \S+ (\d+)/.exec(section)?.[1];
      if (theirs === undefined) return section;
      return section
        .replace(/^(m=audio \S+ \S+) \d+/, `$1 ${payloadType}`)
        .replaceAll(
          new RegExp(`(?<=^a=(?:rtpmap|fmtp|rtcp-fb):)${theirs}(?= )`, 'gm'),
          `${payloadType}`,
        );
    })
    .join('');
}
