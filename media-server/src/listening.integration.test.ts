// Listening, on the real program and worker: who may, what is heard, and that nothing ever
// reaches the button.
import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerTo, type ConsumerParameters } from '@achterwacht/shared/listen-in/desk.ts';
import type { Arrivals } from '../../load-tests/src/button/sound/arrivals.ts';
import { findWorker } from '../worker-build/find-worker.ts';
import { refusalsLogged } from './process/limits.ts';
import { bindingRequest } from './testing/binding-request.ts';
import { openStage, there, until, type Stage } from './testing/stage.ts';
import { openSocket, type TestListener } from './testing/test-listener.ts';
import type { TestDevice, TestServer } from './testing/test-server.ts';

const workerBin = findWorker();

describe.skipIf(!workerBin)('listening (needs a mediasoup worker)', () => {
  let stage: Stage;
  let server: TestServer;
  beforeAll(async () => {
    stage = await openStage(workerBin ?? '');
    ({ server } = stage);
  });
  afterAll(() => stage.close());
  const newDevice = () => stage.newDevice();
  const phoneOf = (device: TestDevice) => stage.phoneOf(device);
  const listen = (id?: string) => stage.listen(id);

  async function prepared(listener: TestListener, { deviceId }: TestDevice) {
    const token = await server.prepareToken(listener.id, deviceId);
    const rtpCapabilities = listener.capabilities;
    const answer = await listener.ask('prepare', { token, rtpCapabilities });
    return there(answer.ok ? answer.consumer : null);
  }

  /**
   * Of a line that should be silent, in three pulses, which is more than a second. What was on its way to a busy
   * machine comes before that; a line that still sounds has fifty packets in every second.
   */
  async function moreHeard(listener: TestListener, consumer: ConsumerParameters): Promise<number> {
    let more = 0;
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const before = listener.heard(consumer);
      await listener.untilHeard(listener.pulse, listener.heard(listener.pulse) + 3);
      more = listener.heard(consumer) - before;
      if (more === 0) break;
    }
    return more;
  }

  test('F4 of two transports asked for at once one is left, and nothing can be heard by the other', async () => {
    const socket = await openSocket(server, await server.connectToken(randomUUID()));
    const open = async () =>
      answerTo('transport', await socket.timeout(5_000).emitWithAck('transport', {}));
    const answers = await Promise.all([open(), open()]);
    const [first, second] = answers.map((answer) => there(answer.ok ? answer.transport : null));
    const place = there(second!.iceCandidates.find(({ protocol }) => protocol === 'udp'));
    const peer = createSocket('udp4');
    try {
      const requests = [bindingRequest(first!), bindingRequest(second!)];
      const answered = once(peer, 'message');
      // One thread of one worker takes them in their order.
      for (const { bytes } of requests) peer.send(bytes, Number(place['port']), '127.0.0.1');
      const [answer] = (await answered) as [Buffer];
      expect(answer.subarray(8, 20).toString('hex')).toBe(requests[1]!.name);
    } finally {
      peer.close();
      socket.disconnect();
    }
  });

  // Sound takes its time, so they take it together.
  describe.concurrent('sound', () => {
    test('sound is heard at once by all who join, on either worker, and by none who left', async () => {
      const device = await newDevice();
      await phoneOf(device);
      const all = [await listen(), await listen(), await listen()];
      const joined = await Promise.all(all.map((one) => one.join(device.deviceId)));
      for (const [index, { consumer, receiving }] of joined.entries()) {
        expect(receiving).toBe(true);
        await all[index]?.untilHeard(there(consumer), 20);
      }
      const { workers } = await server.health();
      expect(workers.filter(({ alive }) => alive)).toHaveLength(2);
      const first = there(all[0]);
      const consumer = there(joined[0]?.consumer);
      expect(await first.ask('leave', { room: device.deviceId })).toEqual({ ok: true });
      expect(await moreHeard(first, consumer)).toBe(0);
    });

    test('a room may be joined before its device sounds; sound then comes by itself', async () => {
      const device = await newDevice();
      const listener = await listen();
      expect(await listener.join(device.deviceId)).toMatchObject({
        consumer: null,
        receiving: false,
        recordingId: null,
      });
      await phoneOf(device);
      await until(() => listener.sounds.length > 0);
      await listener.untilHeard(there(listener.sounds.at(-1)?.consumer), 10);
    });

    test('what is made ready carries nothing until it is joined, and is what sounds then', async () => {
      const device = await newDevice();
      await phoneOf(device);
      // One of them on the other worker than the sound.
      for (const listener of [await listen(), await listen()]) {
        const consumer = await prepared(listener, device);
        const pulse = listener.heard(listener.pulse);
        // Two seconds, in which a hundred packets of it came into the room.
        await listener.untilHeard(listener.pulse, pulse + 5);
        expect(listener.heard(consumer)).toBe(0);
        expect((await listener.join(device.deviceId)).consumer).toEqual(consumer);
        await listener.untilHeard(consumer, 10);
        // What is heard already is not made twice.
        expect(await prepared(listener, device)).toEqual(consumer);
      }
    });

    test("by the api's word it sounds before its own join, which then finds it so", async () => {
      const [device, other] = [await newDevice(), await newDevice()];
      await phoneOf(device);
      const listener = await listen();
      const right = { alarmId: randomUUID(), version: 1 };
      const start = async (id: string, room: string) =>
        (await server.control('POST', `/control/listeners/${id}/start`, { room, right })).text();
      // Not made ready, of another room, of nobody: the word alone opens nothing.
      expect(await start(listener.id, device.deviceId)).toBe('{"started":false}');
      const consumer = await prepared(listener, device);
      expect(await start(listener.id, other.deviceId)).toBe('{"started":false}');
      expect(await start(randomUUID(), device.deviceId)).toBe('{"started":false}');
      expect(listener.heard(consumer)).toBe(0);
      expect(await start(listener.id, device.deviceId)).toBe('{"started":true}');
      await listener.untilHeard(consumer, 10);
      expect((await listener.join(device.deviceId)).consumer).toEqual(consumer);
      const before = listener.heard(consumer);
      await listener.untilHeard(consumer, before + 10);
    });

    test('so started and never joined, it ends with its alarm all the same', async () => {
      const device = await newDevice();
      await phoneOf(device);
      const listener = await listen();
      const alarmId = randomUUID();
      await server.assign(device.deviceId, alarmId);
      const consumer = await prepared(listener, device);
      const room = device.deviceId;
      const right = { alarmId, version: 1 };
      await server.control('POST', `/control/listeners/${listener.id}/start`, { room, right });
      await listener.untilHeard(consumer, 5);
      await server.control('POST', `/control/rooms/${room}/release`, { alarmId });
      await until(() => listener.losses.some(({ why }) => why === 'ended'));
      expect(await moreHeard(listener, consumer)).toBe(0);
    });

    test('what was made ready for a line that is gone gives way to the new one', async () => {
      const device = await newDevice();
      const phone = await phoneOf(device);
      const listener = await listen();
      const before = await prepared(listener, device);
      await phone.vanish();
      await phone.open();
      const consumer = there((await listener.join(device.deviceId)).consumer);
      expect(consumer.id).not.toBe(before.id);
      await listener.untilHeard(consumer, 10);
    });

    test('what was made ready and is left stays closed, and is no place in the room', async () => {
      const device = await newDevice();
      await phoneOf(device);
      const listener = await listen();
      const consumer = await prepared(listener, device);
      expect(await listener.ask('leave', { room: device.deviceId })).toEqual({ ok: true });
      const pulse = listener.heard(listener.pulse);
      await listener.untilHeard(listener.pulse, pulse + 3);
      expect(listener.heard(consumer)).toBe(0);
      expect(listener.sounds).toEqual([]);
      expect((await listener.join(device.deviceId)).consumer?.id).not.toBe(consumer.id);
    });

    test('a device that drops is said to be lost; when it returns it is heard again', async () => {
      const device = await newDevice();
      const phone = await phoneOf(device);
      const listener = await listen();
      const { recordingId } = await listener.join(device.deviceId);
      await phone.vanish();
      await until(() => listener.losses.length > 0);
      expect(listener.losses).toEqual([{ room: device.deviceId, why: 'no-packets' }]);
      await phone.open();
      // A busy machine makes gaps of its own before it.
      await server.untilFact(
        'sound-resumed',
        (fact) => fact.recordingId === recordingId && fact.gapMilliseconds > 1500,
      );
      await listener.untilHeard(there(listener.sounds.at(-1)?.consumer), 10);
    });

    test('nothing reaches the button: no media packet while three listen for seconds', async () => {
      const [first, second] = [await newDevice(), await newDevice()];
      const phone = await phoneOf(first);
      const gateway = await stage.gatewayOf(second, { isEncrypted: false });
      await server.untilFact('sound-started', (fact) => fact.deviceId === second.deviceId);
      const three = [await listen(), await listen(), await listen()];
      const asked = three.flatMap((listener) =>
        [first, second].map(async ({ deviceId }) => {
          const { consumer } = await listener.join(deviceId);
          // Three seconds of sound.
          await listener.untilHeard(there(consumer), 150);
        }),
      );
      await Promise.all(asked);
      // The record is of a line that is alive: reports do come back.
      await until(() => [phone, gateway].every(({ arrivals }) => arrivals.counts.rtcp > 0));
      const arrived = [phone, gateway].map(({ arrivals }: { arrivals: Arrivals }) => arrivals);
      for (const { counts, suspects } of arrived) {
        expect(suspects).toEqual([]);
        expect(counts.media + counts.other).toBe(0);
      }
    });

    test('a listener who comes again replaces the first, one whose session ended is told', async () => {
      const first = await listen();
      const second = await listen(first.id);
      await until(() => first.goodbyes.length > 0);
      expect(first.goodbyes).toEqual(['replaced']);
      const connected = async () =>
        (await (await server.control('GET', '/control/listeners')).json()) as string[];
      expect(await connected()).toContain(first.id);
      await server.control('DELETE', `/control/listeners/${first.id}`);
      await until(() => second.socket.disconnected === true);
      expect(second.goodbyes).toEqual(['session-ended']);
      expect(await connected()).not.toContain(first.id);
    });

    test('a released room is silent for those who were in it', async () => {
      const device = await newDevice();
      await phoneOf(device);
      const listener = await listen();
      const alarmId = randomUUID();
      await server.assign(device.deviceId, alarmId);
      await listener.join(device.deviceId);
      await server.control('POST', `/control/rooms/${device.deviceId}/release`, { alarmId });
      await until(() => listener.losses.some(({ why }) => why === 'ended'));
    });

    test('F4 who listens no more is out of the room, and a token from before opens nothing', async () => {
      const device = await newDevice();
      await phoneOf(device);
      const [stays, goes] = [await listen(), await listen()];
      const room = device.deviceId;
      const alarmId = randomUUID();
      const setRights = async (version: number, ...listeners: string[]) =>
        (
          await server.control('PUT', '/control/rights', { alarmId, version, listeners })
        ).json() as Promise<unknown>;
      const at = (version: number) => ({ alarmId, version });
      const kept = there((await stays.join(room, at(3))).consumer);
      const lost = there((await goes.join(room, at(4))).consumer);
      await goes.untilHeard(lost, 10);
      const early = await server.joinToken(goes.id, room, at(4));

      // An older word than the right that was given changes nothing.
      expect(await setRights(3)).toEqual({ dismissed: 0 });
      expect(await setRights(5, stays.id)).toEqual({ dismissed: 1 });
      await until(() => goes.losses.some(({ why }) => why === 'dismissed'));
      expect(await moreHeard(goes, lost)).toBe(0);
      await stays.untilHeard(kept, stays.heard(kept) + 10);
      const [members] = (await server.rooms()).filter(({ deviceId }) => deviceId === room);
      expect(members?.members).toEqual([{ listenerId: stays.id, alarmIds: [alarmId] }]);

      const rtpCapabilities = goes.capabilities;
      expect(await goes.ask('join', { token: early, rtpCapabilities })).toEqual({
        ok: false,
        code: 'token-refused',
      });
      await prepared(goes, device);
      const start = { room, right: at(4) };
      const started = await server.control('POST', `/control/listeners/${goes.id}/start`, start);
      expect(await started.json()).toEqual({ started: false });
      // A word that was overtaken neither takes away nor gives back.
      expect(await setRights(4, goes.id)).toEqual({ dismissed: 0 });
      const again = there((await goes.join(room, at(6))).consumer);
      await goes.untilHeard(again, 10);
      // By another alarm of the same button somebody goes on hearing it.
      await goes.join(room);
      expect(await setRights(7)).toEqual({ dismissed: 1 });
      await goes.untilHeard(again, goes.heard(again) + 10);
    });

    test('F4 what was made for a listener whose session ended opens nothing', async () => {
      const id = randomUUID();
      const token = await server.connectToken(id);
      const told = await server.control('DELETE', `/control/listeners/${id}`);
      expect(await told.json()).toEqual({ dismissed: false });
      await expect(openSocket(server, token)).rejects.toThrow('token-refused');
    });

    test('bad messages have their answer, and too many of them too', async () => {
      const listener = await listen();
      expect(await listener.ask('leave', { room: 'kitchen' })).toEqual({
        ok: false,
        code: 'invalid',
      });
      expect(await listener.ask('pulse', { rtpCapabilities: {} })).toEqual({
        ok: false,
        code: 'invalid',
      });
      const many = await Promise.all(
        Array.from({ length: 70 }, () => listener.ask('leave', { room: randomUUID() })),
      );
      expect(many.at(-1)).toEqual({ ok: false, code: 'too-many' });
    });

    test('whoever is refused without end fills no log', async () => {
      const listener = await listen();
      const lines = (word: string) => server.log().split(word).length - 1;
      for (let round = 0; round < 3; round += 1)
        await Promise.all(
          Array.from({ length: 70 }, () => listener.ask('leave', { room: 'kitchen' })),
        );
      const before = lines('a listener was refused');
      const strangers = Array.from({ length: 150 }, () => openSocket(server, 'of nobody'));
      for (const outcome of await Promise.allSettled(strangers))
        expect(outcome.status).toBe('rejected');
      // Their minute may end while they ask, and another begin.
      const most = 2 * refusalsLogged.count;
      expect(lines(listener.id)).toBeLessThanOrEqual(most);
      expect(lines('a listener was refused') - before).toBeLessThanOrEqual(most);
    });
  });
});
