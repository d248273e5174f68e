// A worker dies: who was on it is told or made again, hears on, and what is kept goes on in the same recording.
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RtpHeader } from 'werift';
import { findWorker } from '../worker-build/find-worker.ts';
import { openStage, there, until, type Stage } from './testing/stage.ts';
import type { TestServer } from './testing/test-server.ts';
import { srtpSession } from '../../load-tests/src/button/srtp-session.ts';

const workerBin = findWorker();

describe.skipIf(!workerBin)('a worker dies (needs a mediasoup worker)', () => {
  let stage: Stage;
  let server: TestServer;
  beforeAll(async () => {
    stage = await openStage(workerBin ?? '');
    ({ server } = stage);
  });
  beforeEach(() => stage.clear());
  afterAll(() => stage.close());

  test('everybody is told, and it is heard again', async () => {
    const device = await stage.newDevice();
    await stage.gatewayOf(device, { isEncrypted: true });
    const two = [await stage.listen(), await stage.listen()];
    for (const one of two) await one.join(device.deviceId);
    await stage.killBusyWorker();
    await server.untilFact('sound-lost', (fact) => fact.deviceId === device.deviceId);
    // Who was on the dead worker says hello anew, as a desk does; the other is given the sound again.
    const stranded = two.filter((one) => one.goodbyes.includes('worker-died'));
    const others = two.filter((one) => !stranded.includes(one));
    for (const one of others) {
      await until(() => one.sounds.length > 0);
      await one.untilHeard(there(one.sounds.at(-1)?.consumer));
    }
    for (const { id } of stranded) {
      const again = await stage.listen(id);
      const { consumer } = await again.join(device.deviceId);
      if (!consumer) await until(() => again.sounds.length > 0);
      await again.untilHeard(there(consumer ?? again.sounds[0]?.consumer));
    }
    const lost = server.facts().filter((fact) => fact.deviceId === device.deviceId);
    expect(lost.map(({ type }) => type)).toContain('sound-resumed');
    const segments = lost.filter(({ type }) => type === 'segment-stored');
    expect(segments).toHaveLength(1);
    expect((await server.health()).workers.every(({ alive }) => alive)).toBe(true);
  });

  test('a telephone is told on its event stream', async () => {
    const device = await stage.newDevice();
    const phone = stage.phone(device);
    const posted = await untilPosted(() => phone.open());
    const events = await fetch(`${server.origin}${posted.events}`, {
      headers: { authorization: `Bearer ${device.token}` },
    });
    const reader = events.body?.getReader();
    await reader?.read();
    await stage.killBusyWorker();
    let told = '';
    for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) {
      told += Buffer.from(piece.value).toString();
    }
    expect(told).toContain('event: gone');
  });

  test('an SRTP line whose numbers came round must be new: told so, it goes on in its recording', async () => {
    const device = await stage.newDevice();
    const headers = { authorization: `Bearer ${device.token}` };
    const master = randomBytes(30);
    const srtp = { cryptoSuite: 'AES_CM_128_HMAC_SHA1_80', keyBase64: master.toString('base64') };
    const posted = await fetch(`${server.origin}/rtp`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ codec: 'opus', payloadType: 111, ssrc: 7, srtp }),
    });
    const { address, port } = (await posted.json()) as { address: string; port: number };
    const place = posted.headers.get('location') ?? '';
    const watched = /^<([^>]+)>/.exec(posted.headers.get('link') ?? '')?.[1];
    const events = await fetch(`${server.origin}${watched}`, { headers });

    const ciphering = srtpSession(master);
    const socket = createSocket('udp4');
    // A port that is closed is said by ICMP.
    socket.on('error', () => {});
    let number = 2 ** 16 - 20;
    const sending = setInterval(() => {
      const sequenceNumber = number % 2 ** 16;
      const header = new RtpHeader({
        payloadType: 111,
        ssrc: 7,
        sequenceNumber,
        timestamp: number * 960,
      });
      socket.send(ciphering.encrypt(Buffer.from([0xf8, 0xff, 0xfe]), header), port, address);
      number += 1;
    }, 20);
    const { recordingId } = await server.untilFact(
      'sound-started',
      (fact) => fact.deviceId === device.deviceId,
    );
    await until(() => number > 2 ** 16 + 20);
    expect(
      (await server.rooms()).find(({ deviceId }) => deviceId === device.deviceId),
    ).toMatchObject({ receiving: true });

    await stage.killBusyWorker();
    expect(await events.text()).toContain('event: gone');
    clearInterval(sending);
    const closed = once(socket, 'close');
    socket.close();
    await closed;
    await until(async () => {
      const answer = await fetch(`${server.origin}${place}`, { method: 'DELETE', headers });
      return answer.status === 404;
    });
    const lost = await server.untilFact('sound-lost', (fact) => fact.recordingId === recordingId);
    expect(lost.why).toBe('worker-died');

    await stage.gatewayOf(device, { isEncrypted: true });
    await server.untilFact('sound-resumed', (fact) => fact.recordingId === recordingId);
  });
});

/** What the 201 of a WHIP POST said about the event stream. */
async function untilPosted(open: () => Promise<void>): Promise<{ events: string }> {
  const { fetch } = globalThis;
  let events = '';
  globalThis.fetch = async (...asked) => {
    const response = await fetch(...asked);
    events = /^<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1] ?? events;
    return response;
  };
  try {
    await open();
  } finally {
    globalThis.fetch = fetch;
  }
  return { events };
}
