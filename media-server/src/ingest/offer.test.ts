// Offers as devices write them, and as nobody should: read and answered, or refused with a reason, and nothing
// else. What the answer says, sdp-transform's reader is asked; whether a peer takes it, the tests of the ways in.
import fc from 'fast-check';
import { getSupportedRtpCapabilities, type types } from 'mediasoup';
import { parse } from 'sdp-transform';
import { expect, test } from 'vitest';
import { sdpLines } from '../process/limits.ts';
import { damagedOffer, offers } from '../testing/offers.ts';
import { writeAnswer, writeRestart } from './answer.ts';
import { negotiate } from './negotiate.ts';
import { readFragment, readOffer } from './offer.ts';
import { UnusableOffer } from './sdp.ts';

const offerNamed = (name: string) => offers[name] ?? '';
const usual = offerNamed('obs-30-libdatachannel.sdp');

const ice = { usernameFragment: '123', password: 'pass', iceLite: true };
const candidate: types.IceCandidate = {
  ...{ foundation: 'udpcandidate', priority: 1, ip: '192.0.2.1', address: '192.0.2.1', port: 7 },
  ...{ protocol: 'udp', type: 'host' },
};
const tcp: types.IceCandidate = { ...candidate, protocol: 'tcp', tcpType: 'passive' };
const dtls: types.DtlsParameters = {
  fingerprints: [
    { algorithm: 'sha-512', value: 'CC:DD' },
    { algorithm: 'sha-256', value: 'AA:BB' },
    { algorithm: 'sha-1', value: 'EE:FF' },
  ],
};

// A router's differ in what is optional only.
const router = getSupportedRtpCapabilities() as types.RtpCapabilities;

function answerTo(sdp: string, hearsUnnamed = true): string {
  const offer = readOffer(sdp);
  const { rtpParameters } = negotiate(offer, router, hearsUnnamed);
  return writeAnswer({
    offer,
    rtpParameters,
    ice,
    candidates: [candidate, tcp],
    dtls,
    sessionNumber: 5,
  });
}
const without = (line: RegExp, sdp = usual) =>
  sdp
    .split(/\r?\n/)
    .filter((one) => !line.test(one))
    .join('\r\n');

test.each([
  ['B15 obs-30-libdatachannel.sdp', '0', 'opus/48000/2', 'passive'],
  ['B15 larix.sdp', '1', 'opus/48000/2', 'passive'],
  ['B15 rfc9725-example.sdp', '0', 'opus/48000/2', 'passive'],
  // Offered as one channel, against RFC 7587.
  ['B14 opus-mono-rtpmap.sdp', '0', 'OPUS/48000/2', 'passive'],
  ['B13 libdatachannel-no-ssrc.sdp', 'audio', 'opus/48000/2', 'passive'],
  ['B12 ffmpeg-8-audio.sdp', '0', 'opus/48000/2', 'active'],
  ['B12 esp32-espressif.sdp', '0', 'opus/48000/2', 'active'],
  // With no name for its section, and no word for its codec: it stands second, and 8 is PCMA.
  ['B12 ip-camera.sdp', '1', 'PCMA/8000', 'active'],
])('%s is answered', (row, mid, map, setup) => {
  const name = row.replace(/^\S+ /, '');
  const offered = parse(offerNamed(name));
  const answer = answerTo(offerNamed(name));
  expect(answer).toMatch(/^v=0\r\no=- 5 1 IN IP4 127\.0\.0\.1\r\ns=-\r\nt=0 0\r\n/);
  expect(answer).toContain(
    `a=rtpmap:${offered.media.find(({ type }) => type === 'audio')?.payloads} ${map}\r\n`,
  );
  const { media, groups, icelite } = parse(answer);
  expect({ groups, icelite }).toEqual({
    groups: [{ type: 'BUNDLE', mids: isNaN(Number(mid)) ? mid : Number(mid) }],
    icelite: 'ice-lite',
  });
  expect(media.map(({ type, port }) => [type, port !== 0])).toEqual(
    offered.media.map(({ type }) => [type, type === 'audio']),
  );
  const sound = media.find(({ type }) => type === 'audio');
  expect(sound).toMatchObject({
    direction: 'recvonly',
    setup,
    // As it must be read back: what looks like a number is none.
    iceUfrag: 123,
    rtcpMux: 'rtcp-mux',
    candidates: [{ transport: 'udp' }, { transport: 'tcp', tcptype: 'passive' }],
    fingerprints: [{ type: 'sha-256', hash: 'AA:BB' }],
  });
  expect(sound?.ssrcs).toBeUndefined();
  if (map.startsWith('PCM')) return;
  expect(sound?.fmtp[0]?.config).toContain('useinbandfec=1;usedtx=0;stereo=0');
});

test('B13 where the worker hears named streams only, an unnamed one is refused and told why', () => {
  expect(() => answerTo(offerNamed('libdatachannel-no-ssrc.sdp'), false)).toThrow(
    'neither a=ssrc nor the mid header extension',
  );
  expect(answerTo(usual, false)).toContain('a=recvonly');
});

test.each([
  ['nothing', '', 'no session description'],
  ['something else', 'hello', 'no session description'],
  ['no media', usual.split('m=')[0] ?? '', 'no media'],
  ['a crowd', usual + 'm=video 9 UDP/TLS/RTP/SAVPF 96\r\n'.repeat(3), 'more than 4 media sections'],
  ['without end', usual + 'a=x\r\n'.repeat(sdpLines), `more than ${sdpLines} lines`],
  ['without its ICE name', without(/^a=ice-ufrag/), 'a=ice-ufrag is missing'],
  [
    'with an empty ICE name',
    usual.replaceAll(/ice-ufrag:.*/g, 'ice-ufrag:'),
    'a=ice-ufrag is missing',
  ],
  ['without its password', without(/^a=ice-pwd/), 'a=ice-pwd is missing'],
  ['with RTCP on its own', without(/^a=rtcp-mux/), 'a=rtcp-mux is missing'],
  ['with a media line of nothing', `${usual}m=\r\n`, 'a media line says not what it is of'],
  ['held', usual.replaceAll('actpass', 'holdconn'), 'actpass, active or passive'],
  ['silent', usual.replaceAll('m=audio 46245', 'm=audio 0'), 'no sound is offered'],
])('an offer that is %s', (_, sdp, reason) => {
  expect(() => readOffer(sdp)).toThrow(UnusableOffer);
  expect(() => readOffer(sdp)).toThrow(reason);
});

test('of several fingerprints the good ones count, wherever they stand', () => {
  const sha1 = `a=fingerprint:sha-1 ${Array.from({ length: 20 }, () => 'AA').join(':')}`;
  const both = usual.replace(
    'a=setup',
    `${sha1}\r\na=fingerprint:SHA-512 EE:FF\r\n${sha1}\r\na=setup`,
  );
  expect(readOffer(both).dtls.fingerprints.map(({ algorithm }) => algorithm)).toEqual([
    'sha-512',
    'sha-256',
  ]);
  expect(() =>
    readOffer(without(/sha-256/, usual.replace('a=setup', `${sha1}\r\na=setup`))),
  ).toThrow('SHA-224 or better');
});

test('names that look like numbers stay as they were written', () => {
  const sdp = usual.replaceAll('PPNP', '0042').replaceAll('M9tloUB+dP6J7SldLUEso0', '1234567890');
  expect(readOffer(sdp)).toMatchObject({ iceUfrag: '0042', mid: '0' });
  expect(readOffer(usual.replaceAll('PPNP', '42')).iceUfrag).toBe('42');
  expect(readFragment('a=ice-ufrag:42\r\na=ice-pwd:7\r\n')).toEqual({
    iceUfrag: '42',
    icePwd: '7',
  });
});

test('a fragment is read wherever it says it, and an answer to a restart is nothing else', () => {
  const inMedia = 'm=audio 9 RTP/AVP 0\r\na=mid:0\r\na=ice-ufrag:x\r\na=ice-pwd:y\r\n';
  expect(readFragment(inMedia)).toEqual({ iceUfrag: 'x', icePwd: 'y' });
  expect(readFragment('')).toEqual({});
  expect(() => readFragment('a=x\r\n'.repeat(sdpLines))).toThrow(UnusableOffer);
  expect(writeRestart({ ice, candidates: [candidate] })).toBe(
    'a=ice-ufrag:123\r\na=ice-pwd:pass\r\na=candidate:udpcandidate 1 udp 1 192.0.2.1 7 typ host\r\n',
  );
});

test('B14 any offer at all is answered with what receives only, or refused with a reason', () => {
  let answered = 0;
  fc.assert(
    fc.property(fc.oneof(damagedOffer, fc.string({ unit: 'binary', maxLength: 2000 })), (sdp) => {
      try {
        const { media } = parse(answerTo(sdp));
        answered += 1;
        expect(media.filter(({ direction }) => direction === 'recvonly')).toHaveLength(1);
        expect(media.filter(({ direction }) => direction?.startsWith('send'))).toEqual([]);
      } catch (error) {
        if (!(error instanceof UnusableOffer)) throw error;
        expect(error.message).toMatch(/^[^\r\n]{10,}$/);
      }
    }),
    { numRuns: 2000 },
  );
  expect(answered).toBeGreaterThan(50);
});
