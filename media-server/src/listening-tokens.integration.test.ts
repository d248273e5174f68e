// Which tokens open what: one room, one listener, one time, and for no longer than they say.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findWorker } from '../worker-build/find-worker.ts';
import { openStage, type Stage } from './testing/stage.ts';
import { openSocket, type TestListener } from './testing/test-listener.ts';
import type { TestDevice, TestServer } from './testing/test-server.ts';

const workerBin = findWorker();

describe.skipIf(!workerBin)('tokens (needs a mediasoup worker)', () => {
  let stage: Stage;
  let server: TestServer;
  let listener: TestListener;
  beforeAll(async () => {
    stage = await openStage(workerBin ?? '');
    ({ server } = stage);
    listener = await stage.listen();
  });
  afterAll(() => stage.close());
  const newDevice = () => stage.newDevice();
  const phoneOf = (device: TestDevice) => stage.phoneOf(device);
  const listen = () => stage.listen();
  const seconds = () => Math.floor(Date.now() / 1000);
  const good = (listenerId: string, room: string) => ({
    aud: 'listen-in',
    act: 'listen',
    sub: listenerId,
    room,
    right: { alarmId: randomUUID(), version: 1 },
    jti: randomUUID(),
    iat: seconds(),
    exp: seconds() + 60,
  });

  test.each<[string, (claims: ReturnType<typeof good>) => Record<string, unknown>]>([
    ['without an end', ({ exp: _, ...rest }) => rest],
    ['past its end', (claims) => ({ ...claims, iat: seconds() - 30, exp: seconds() - 5 })],
    ['that lives too long', (claims) => ({ ...claims, exp: claims.iat + 61 })],
    ['from the future', (claims) => ({ ...claims, iat: seconds() + 30, exp: seconds() + 60 })],
    ['of another listener', (claims) => ({ ...claims, sub: randomUUID() })],
    ['for something else', (claims) => ({ ...claims, aud: 'api' })],
    ['to connect only', ({ room: _, ...claims }) => ({ ...claims, act: 'connect' })],
    ['to speak', (claims) => ({ ...claims, act: 'speak' })],
    ['without a room', ({ room: _, ...claims }) => claims],
    ['without a right', ({ right: _, ...claims }) => claims],
    ['without a number', ({ jti: _, ...claims }) => claims],
    ['without its moment', ({ iat: _, ...claims }) => claims],
  ])('a join token %s is refused', async (_, change) => {
    const device = await newDevice();
    const token = await server.sign(change(good(listener.id, device.deviceId)));
    const answer = await listener.ask('join', { token, rtpCapabilities: listener.capabilities });
    expect(answer).toEqual({ ok: false, code: 'token-refused' });
  });

  test('nor one that is signed by another, by nobody, or used before', async () => {
    const device = await newDevice();
    const ask = async (token: string) => {
      const rtpCapabilities = listener.capabilities;
      return listener.ask('join', { token, rtpCapabilities });
    };
    const claims = good(listener.id, device.deviceId);
    const refused = { ok: false, code: 'token-refused' };
    expect(await ask(await server.sign(claims, 'another key'))).toEqual(refused);
    const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    expect(await ask(`${none}.${body}.`)).toEqual(refused);
    const token = await server.sign(claims);
    expect(await ask(token)).toMatchObject({ ok: true, room: device.deviceId });
    expect(await ask(token)).toEqual(refused);
  });

  test('a token to make ready opens nothing, a join token makes nothing ready', async () => {
    const device = await newDevice();
    await phoneOf(device);
    const listener = await listen();
    const rtpCapabilities = listener.capabilities;
    const refused = { ok: false, code: 'token-refused' };
    const { id } = listener;
    const toPrepare = await server.prepareToken(id, device.deviceId);
    expect(await listener.ask('join', { token: toPrepare, rtpCapabilities })).toEqual(refused);
    const toJoin = await server.joinToken(id, device.deviceId);
    expect(await listener.ask('prepare', { token: toJoin, rtpCapabilities })).toEqual(refused);
    const others = await server.prepareToken(randomUUID(), device.deviceId);
    expect(await listener.ask('prepare', { token: others, rtpCapabilities })).toEqual(refused);
    const token = await server.prepareToken(id, device.deviceId);
    expect(await listener.ask('prepare', { token, rtpCapabilities })).toMatchObject({ ok: true });
    expect(await listener.ask('prepare', { token, rtpCapabilities })).toEqual(refused);
  });

  test('one token opens one room: the others stay closed', async () => {
    const device = await newDevice();
    const token = await server.joinToken(listener.id, randomUUID());
    const answer = await listener.ask('join', { token, rtpCapabilities: listener.capabilities });
    expect(answer).toEqual({ ok: false, code: 'unknown-room' });
    expect(listener.sounds).toEqual([]);
    expect((await server.rooms()).some((room) => room.deviceId === device.deviceId)).toBe(false);
  });

  test('the socket opens with a fresh connect token, and with nothing else', async () => {
    const device = await newDevice();
    const id = randomUUID();
    await expect(openSocket(server, 'nonsense')).rejects.toThrow('token-refused');
    const join = await server.joinToken(id, device.deviceId);
    await expect(openSocket(server, join)).rejects.toThrow('token-refused');
    const token = await server.connectToken(id);
    const socket = await openSocket(server, token);
    await expect(openSocket(server, token)).rejects.toThrow('token-refused');
    socket.disconnect();
  });
});
