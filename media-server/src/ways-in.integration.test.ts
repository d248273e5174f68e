// Ways in, on the real program and worker: WHIP as the RFC says it, over UDP and TCP, RTP and SRTP, and
// every refusal.
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SrtpSession } from 'werift';
import { RTCPeerConnection, RtpHeader } from 'werift';
import { RtpDevice } from '../../load-tests/src/button/rtp-device.ts';
import type { SoundLine } from '../../load-tests/src/button/sound/sound-line.ts';
import { WhipPhone } from '../../load-tests/src/button/whip-phone.ts';
import { findWorker } from '../worker-build/find-worker.ts';
import { expectWhole, speakUntilHeard } from './testing/heard.ts';
import { damagedOffer, offers } from './testing/offers.ts';
import { spokenAs } from './testing/spoken-as.ts';
import { startServer, type TestDevice, type TestServer } from './testing/test-server.ts';
import { srtpSession } from '../../load-tests/src/button/srtp-session.ts';

const workerBin = findWorker();

describe.skipIf(!workerBin)('ways in (needs a mediasoup worker)', () => {
  let server: TestServer;
  const lines: SoundLine[] = [];
  beforeAll(async () => {
    server = await startServer(workerBin ?? '');
  });
  afterAll(async () => {
    for (const line of lines) await line.vanish();
    await server.close();
  });

  const newDevice = async () => (await server.addDevices(1))[0] as TestDevice; // one was asked for
  // Sound takes its time, so they take it together.
  describe.concurrent('sound', () => {
    test.each([
      ['opus', 'udp'],
      ['opus', 'tcp'],
      ['pcma', 'udp'],
      ['pcmu', 'udp'],
    ] as const)('a telephone is heard: %s over %s', async (codec, transport) => {
      const asked = await newDevice();
      const { token } = asked;
      const phone = new WhipPhone({ url: `${server.origin}/whip`, token, codec, transport });
      lines.push(phone);
      await phone.open();
      const { started, sent } = await speakUntilHeard(server, phone, codec, asked);
      await phone.hangUp();
      expect(started).toMatchObject({ transport: 'whip', codec });
      await expectWhole(server, started.recordingId, sent);
    });

    test.each(
      Object.entries({
        B12: ['ffmpeg-8-audio.sdp', 'esp32-espressif.sdp', 'ip-camera.sdp'],
        B13: ['libdatachannel-no-ssrc.sdp'],
        B14: ['opus-mono-rtpmap.sdp'],
        B15: ['obs-30-libdatachannel.sdp', 'larix.sdp', 'rfc9725-example.sdp'],
      }).flatMap(([row, names]) => names.map((name) => [row, name] as const)),
    )('%s %s is heard', async (_, name) => {
      const words = offers[name] ?? '';
      const codec = words.includes('opus') || words.includes('OPUS') ? 'opus' : 'pcma';
      const asked = await newDevice();
      const url = `${server.origin}/whip`;
      const speaksAs = spokenAs(words, codec);
      const phone = new WhipPhone({ url, token: asked.token, codec, speaksAs });
      lines.push(phone);
      await phone.open();
      const { started, sent } = await speakUntilHeard(server, phone, codec, asked);
      await phone.hangUp();
      await expectWhole(server, started.recordingId, sent);
    });

    test.each([
      ['opus', true],
      ['pcma', true],
      ['pcmu', false],
    ] as const)('a gateway is heard: %s, SRTP %s', async (codec, isEncrypted) => {
      const asked = await newDevice();
      const { token } = asked;
      const device = new RtpDevice({ url: `${server.origin}/rtp`, token, codec, isEncrypted });
      lines.push(device);
      await device.open();
      const { started, sent } = await speakUntilHeard(server, device, codec, asked);
      await device.hangUp();
      expect(started).toMatchObject({ transport: 'rtp', codec });
      await expectWhole(server, started.recordingId, sent);
    });

    test('SRTP with a wrong key, changed on the way, or sent twice, is not heard', async () => {
      const { deviceId, token } = await newDevice();
      const master = randomBytes(30);
      const ask = (method: string, path: string, body?: object) =>
        fetch(`${server.origin}${path}`, {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            ...(body ? { 'content-type': 'application/json' } : {}),
          },
          ...(body ? { body: JSON.stringify(body) } : {}),
        });
      const answer = await ask('POST', '/rtp', {
        codec: 'opus',
        payloadType: 111,
        ssrc: 7,
        srtp: { cryptoSuite: 'AES_CM_128_HMAC_SHA1_80', keyBase64: master.toString('base64') },
      });
      const { address, port } = (await answer.json()) as { address: string; port: number };
      const socket = createSocket('udp4');
      const packet = (session: SrtpSession, sequenceNumber: number) =>
        session.encrypt(
          Buffer.from([0xf8, 0xff, 0xfe]),
          new RtpHeader({
            payloadType: 111,
            ssrc: 7,
            sequenceNumber,
            timestamp: sequenceNumber * 960,
          }),
        );
      const send = async (bytes: Buffer) => {
        socket.send(bytes, port, address);
        await new Promise((resolve) => setTimeout(resolve, 20));
      };
      const right = srtpSession(master);
      const wrong = srtpSession(randomBytes(30));
      // From the first on: a stranger must not even be taken for the device's address.
      for (let number = 1; number <= 5; number += 1) await send(packet(wrong, number));
      expect((await server.rooms()).find((room) => room.deviceId === deviceId)?.receiving).toBe(
        false,
      );
      const good = [10, 11, 12].map((number) => packet(right, number));
      for (const bytes of good) await send(bytes);
      for (const bytes of good) await send(bytes);
      const changed = Buffer.from(packet(right, 13));
      changed[13] = (changed[13] ?? 0) ^ 1;
      await send(changed);
      await ask('DELETE', answer.headers.get('location') ?? '');
      const [closed] = [once(socket, 'close'), socket.close()];
      await closed;
      const stored = await server.untilFact('segment-stored', (fact) => fact.deviceId === deviceId);
      expect(stored.packets).toBe(3);
    });
  });

  test('in the open only from the machine itself', async () => {
    const { token } = await newDevice();
    const answer = await fetch(`${server.origin}/rtp`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        // What the front door writes for a visitor from elsewhere.
        'x-forwarded-for': '203.0.113.9',
      },
      body: JSON.stringify({ codec: 'pcmu', payloadType: 0, ssrc: 7 }),
    });
    expect(answer.status).toBe(403);
  });

  describe('WHIP, word for word', () => {
    const offerType = 'application/sdp';
    const fragmentType = 'application/trickle-ice-sdpfrag';
    let offer: string;
    const peers: RTCPeerConnection[] = [];
    beforeAll(async () => {
      const peer = new RTCPeerConnection({ iceServers: [] });
      peers.push(peer);
      peer.addTransceiver('audio', { direction: 'sendonly' });
      await peer.setLocalDescription(await peer.createOffer());
      offer = peer.localDescription?.sdp ?? '';
    });
    afterAll(async () => {
      for (const peer of peers) await peer.close();
    });

    const ask = (
      method: string,
      path: string,
      token: string | undefined,
      body?: string,
      headers: Record<string, string> = {},
    ) =>
      fetch(`${server.origin}${path}`, {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': offerType }),
          ...headers,
        },
        ...(body === undefined ? {} : { body }),
      });
    const post = (token: string, body = offer) => ask('POST', '/whip', token, body);

    test('POST answers 201 with its place, its tag and an answer that only receives', async () => {
      const { token } = await newDevice();
      const answer = await post(token);
      expect(answer.status).toBe(201);
      expect(answer.headers.get('content-type')).toBe(offerType);
      expect(answer.headers.get('location')).toMatch(/^\/whip\/[0-9a-f-]{36}$/);
      expect(answer.headers.get('etag')).toMatch(/^"[0-9a-f]+"$/);
      const sdp = await answer.text();
      expect(sdp).toContain('a=recvonly\r\n');
      expect(sdp).not.toMatch(/a=(sendrecv|sendonly|ssrc)/);
      expect(sdp).toContain('a=ice-lite\r\n');
      expect(sdp).toContain('a=setup:passive\r\n');
      expect(sdp).toMatch(/a=candidate:\S+ 1 udp .* typ host/);
      expect(sdp).toMatch(/a=candidate:\S+ 1 tcp .* typ host tcptype passive/);
      expect(sdp).toMatch(/a=fmtp:\d+ .*useinbandfec=1;usedtx=0;stereo=0/);
      expect(sdp.match(/a=fingerprint:.*/g), 'B15').toEqual([
        expect.stringMatching(/^a=fingerprint:sha-256 (?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/),
      ]);
    });

    test('PATCH: trickle with the tag 204, another tag 412, none 428, restart 200', async () => {
      const { token } = await newDevice();
      const answer = await post(token);
      const place = answer.headers.get('location') ?? '';
      const etag = answer.headers.get('etag') ?? '';
      const ufrag = /a=ice-ufrag:(\S+)/.exec(offer)?.[1];
      const candidate = 'a=candidate:1 1 udp 1 192.0.2.1 9 typ host';
      const fragment = `a=ice-ufrag:${ufrag}\r\na=ice-pwd:x\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n${candidate}\r\n`;
      const patch = (headers: Record<string, string>, body = fragment) =>
        ask('PATCH', place, token, body, { 'content-type': fragmentType, ...headers });
      expect((await patch({ 'if-match': etag })).status).toBe(204);
      expect((await patch({ 'if-match': '"other"' })).status).toBe(412);
      expect((await patch({})).status).toBe(428);
      const stale = fragment.replace(`ufrag:${ufrag}`, 'ufrag:stale');
      expect((await patch({ 'if-match': etag }, stale)).status).toBe(412);
      expect((await patch({ 'if-match': etag, 'content-type': offerType })).status).toBe(415);
      const restart = await patch({ 'if-match': '*' }, 'a=ice-ufrag:anew\r\na=ice-pwd:secret\r\n');
      expect(restart.status).toBe(200);
      expect(restart.headers.get('etag')).not.toBe(etag);
      expect(await restart.text()).toMatch(/^a=ice-ufrag:\S+\r\na=ice-pwd:\S+\r\na=candidate:/);
      // The tag of before the restart is of an ICE session that is over.
      expect((await patch({ 'if-match': etag })).status).toBe(412);
      expect((await patch({ 'if-match': '*' }, 'a=mid:0\r\n')).status).toBe(422);
    });

    test('DELETE ends it; then, and for others, there is no such session', async () => {
      const [{ token }, stranger] = [await newDevice(), await newDevice()];
      const place = (await post(token)).headers.get('location') ?? '';
      expect((await ask('DELETE', place, stranger.token)).status).toBe(404);
      expect((await ask('DELETE', place, token)).status).toBe(200);
      expect((await ask('DELETE', place, token)).status).toBe(404);
    });

    test('a second POST of a device ends its first session', async () => {
      const { token } = await newDevice();
      const first = (await post(token)).headers.get('location') ?? '';
      const second = (await post(token)).headers.get('location') ?? '';
      expect((await ask('DELETE', first, token)).status).toBe(404);
      expect((await ask('DELETE', second, token)).status).toBe(200);
    });

    test('other methods are refused by name, OPTIONS says what is taken', async () => {
      const { token } = await newDevice();
      expect((await ask('GET', '/whip', token)).status).toBe(405);
      const options = await ask('OPTIONS', '/whip', undefined);
      expect(options.headers.get('accept-post')).toBe(offerType);
      expect(options.headers.get('access-control-allow-origin')).toBe('*');
      const place = (await post(token)).headers.get('location') ?? '';
      expect((await ask('GET', place, token)).status).toBe(405);
      expect((await ask('POST', place, token, offer)).status).toBe(405);
      expect((await ask('OPTIONS', place, undefined)).headers.get('accept-patch')).toBe(
        fragmentType,
      );
    });

    test('who may not: 401 with or without a token', async () => {
      const without = await ask('POST', '/whip', undefined, offer);
      expect(without.status).toBe(401);
      expect(without.headers.get('www-authenticate')).toBe('Bearer');
      expect((await post('AAAA')).status).toBe(401);
    });

    test.each([
      ['no description', () => 'hello', 422],
      ['only listens', (sdp: string) => sdp.replace('a=sendonly', 'a=recvonly'), 422],
      ['no fingerprint', (sdp: string) => sdp.replace(/a=fingerprint.*\r\n/g, ''), 422],
      [
        'SHA-1 only',
        (sdp: string) => sdp.replace(/a=fingerprint:sha-256/g, 'a=fingerprint:sha-1'),
        422,
      ],
      [
        'holding its connection',
        (sdp: string) => sdp.replace(/a=setup:\w+/g, 'a=setup:holdconn'),
        422,
      ],
      ['unknown codecs', (sdp: string) => sdp.replace(/(opus|PCMU)\/\d+/gi, 'G723/8000'), 422],
      [
        'telephone sound in two channels',
        (sdp: string) =>
          sdp.replace(/opus\/48000/gi, 'G723/8000').replace(/PCMU\/8000/gi, 'PCMU/8000/2'),
        422,
      ],
      [
        'Opus in one channel, as it must not be written',
        (sdp: string) => sdp.replace(/(opus\/48000)\/2/gi, '$1/1'),
        201,
      ],
      ['a picture only', (sdp: string) => sdp.replace('m=audio', 'm=video'), 422],
      ['far too long', (sdp: string) => sdp + 'a=x\r\n'.repeat(10_000), 413],
    ])('an offer that is %s', async (_, change, status) => {
      const { token } = await newDevice();
      expect((await post(token, change(offer))).status).toBe(status);
    });

    test('B14 any offer at all: 201, or a refusal in words; and its worker goes on', async () => {
      const { workers: before } = await server.health();
      const statuses: number[] = [];
      for (const device of await server.addDevices(25)) {
        // As many as a device may open in ten seconds.
        for (const body of fc.sample(damagedOffer, 10)) {
          const answer = await post(device.token, body);
          const text = await answer.text();
          const isRefused = answer.status >= 400 && answer.status < 500;
          statuses.push(answer.status);
          expect(isRefused || answer.status === 201, `${answer.status} ${text}\n${body}`).toBe(
            true,
          );
          if (isRefused) expect(text).toMatch(/"message":".{10,}"/);
        }
      }
      // Neither answer is the only one there is.
      expect(new Set(statuses)).toEqual(new Set([201, 422]));
      expect((await server.health()).workers.map(({ pid }) => pid)).toEqual(
        before.map(({ pid }) => pid),
      );
    });

    test('another content type: 415', async () => {
      const { token } = await newDevice();
      const answer = await ask('POST', '/whip', token, '{}', {
        'content-type': 'application/json',
      });
      expect(answer.status).toBe(415);
    });

    test('a device that comes back too often is told when to come again', async () => {
      const { token } = await newDevice();
      const statuses: number[] = [];
      for (let count = 0; count < 11; count += 1) statuses.push((await post(token)).status);
      expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 201));
      const last = await post(token);
      expect([statuses.at(-1), last.status]).toEqual([429, 429]);
      expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    });

    test('a device that is taken off the list is cut off', async () => {
      const { deviceId, token } = await newDevice();
      await post(token);
      await server.control('PUT', '/control/devices', { devices: [] });
      expect((await post(token)).status).toBe(401);
      const rooms = await server.rooms();
      expect(rooms.filter((room) => room.deviceId === deviceId && room.receiving)).toEqual([]);
      await server.addDevices(0);
    });
  });
});
