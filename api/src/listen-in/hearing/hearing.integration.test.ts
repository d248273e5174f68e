// Who may hear a button, from outside: tokens, the recording over HTTP, and what is written down about it.
// Real api processes, a real media-server, and a gateway that sounds.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jwtVerify } from 'jose';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, inject, test as anyTest } from 'vitest';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { listenInPath } from '@achterwacht/shared/listen-in/desk.ts';
import { connectClaims, joinClaims } from '@achterwacht/shared/listen-in/tokens.ts';
import { startListener } from '../../../../media-server/src/testing/test-listener.ts';
import { loggedIn } from '../../testing/instance/accounts.ts';
import { ask, frameOf } from '../../testing/instance/device.ts';
import { Person } from '../../testing/instance/person.ts';
import {
  startInstance,
  until,
  type ApiProcess,
  type Button,
  type Instance,
} from '../../testing/instance/test-instance.ts';
import type { Gateway } from '../../testing/media-server.ts';
import { connectMediaControl, type MediaControl } from '../media-control.ts';

/** Without a mediasoup worker there is nobody to be heard. */
const test = anyTest.skipIf(!inject('mediaWorker'));

let instance: Instance;
let api: ApiProcess;
let anna: Person;
let bram: Person;
let dirk: Person;
let button: Button;
let alarmId: string;
let control: MediaControl;
let gateway: Gateway;

beforeAll(async () => {
  instance = await startInstance({ sound: true });
  api = await instance.startApi();
  anna = await loggedIn(instance, api, instance.account('centralist'));
  bram = await loggedIn(instance, api, instance.account('centralist', 1));
  dirk = await loggedIn(instance, api, instance.account('supervisor'));
  button = await instance.button('231');
  control = connectMediaControl({
    url: instance.media().url,
    secret: readFileSync(join(instance.folder, 'keys/media-control.secret'), 'utf8'),
  });
  await ask(api.devicePort, [frameOf(button, { sequence: 1 })]);
  await until('the alarm', async () => (await anna.board()).alarms.length === 1);
  alarmId = (await anna.board()).alarms[0]!.id;
});
afterAll(() => instance.end());

const alarm = async () => (await anna.board()).alarms.find(({ id }) => id === alarmId)!;
type Key = { token: string; room: string; events: { type: string }[] };
const listenIn = (person: Person, listener: string, claim?: { expectedVersion: number }) =>
  person.post<Key>(`/api/alarms/${alarmId}/listen-in`, { listener, ...(claim ? { claim } : {}) });
const hear = (person: Person, query = '', headers: Record<string, string> = {}) =>
  fetch(`${api.url}/api/alarms/${alarmId}/sound${query}`, {
    headers: { cookie: person.cookie, ...headers },
  });
const codeOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string } }).error.code;
const claimsOf = (token: string) =>
  jwtVerify(token, readFileSync(join(instance.folder, 'keys/listen-in.key')), {
    audience: 'listen-in',
    algorithms: ['HS256'],
  });

const roomOf = async (deviceId: string) =>
  (await control.rooms()).find((room) => room.deviceId === deviceId);

test('the room is the alarm’s as soon as it was pressed', async () => {
  await until('the room', async () => (await roomOf(button.id))?.alarmId === alarmId);
});

test('listening in: claimed first, then a token for this room, a minute, once, naming nobody', async () => {
  const { body: opened } = await anna.post<{ token: string; listener: string }>(
    '/api/listen-in/connect',
    {},
  );
  const connected = connectClaims.parse((await claimsOf(opened.token)).payload);
  expect(connected).toMatchObject({ sub: opened.listener, act: 'connect' });
  expect(connected.exp - connected.iat).toBe(60);

  const early = await listenIn(anna, opened.listener);
  expect(early).toMatchObject({ status: 409, body: { error: { code: 'geen-eigenaar' } } });
  // In one question with the claim; whoever is too late for that gets no token either.
  const asSeen = { expectedVersion: (await alarm()).version };
  const first = await listenIn(anna, opened.listener, asSeen);
  expect(first.body.events.map(({ type }) => type)).toEqual(['AlarmClaimed', 'ListenInStarted']);
  const late = await listenIn(bram, randomUUID(), asSeen);
  expect(late).toMatchObject({ status: 409, body: { error: { code: 'al-aangenomen' } } });
  const again = await listenIn(anna, opened.listener);
  expect([first.status, again.status, first.body.room]).toEqual([200, 200, button.id]);
  const joined = joinClaims.parse((await claimsOf(first.body.token)).payload);
  expect(joined).toMatchObject({ sub: opened.listener, act: 'listen', room: button.id });
  expect(joined.exp - joined.iat).toBeLessThanOrEqual(60);
  expect(joinClaims.parse((await claimsOf(again.body.token)).payload).jti).not.toBe(joined.jti);
  expect((await alarm()).listeners.map(({ by }) => by.name)).toEqual([
    instance.account('centralist').name,
  ]);
  for (const token of [opened.token, first.body.token, again.body.token])
    instance.secrets.add(token);
});

test('a supervisor who joins is seen by everybody at the centre', async () => {
  const desk = await anna.desk();
  expect((await listenIn(dirk, randomUUID())).status).toBe(200);
  await desk.until('him', ({ events }) => events.some(({ type }) => type === 'ListenInStarted'));
  expect((await alarm()).listeners).toHaveLength(2);
  await dirk.command(alarmId, { type: 'StopListening' });
  desk.close();
});

test('while it is open: for who listens, whole or in part, and nothing is kept on the way', async () => {
  expect(await codeOf(await hear(anna))).toBe('geen-opname');
  gateway = await instance.speak(button);
  await until('the sound', async () => (await alarm()).sound.status === 'receiving');
  const refused = await hear(bram);
  expect([refused.status, await codeOf(refused)]).toEqual([409, 'luistert-niet']);

  const soFar = await hear(anna);
  expect(soFar.headers.get('content-type')).toBe('audio/ogg');
  const [recording] = (await alarm()).sound.recordings;
  const from = Date.parse(soFar.headers.get('x-sound-from') ?? '');
  // The fact is about the packet that came, the recording begins where that packet belongs.
  expect(Math.abs(from - Date.parse(recording!.startedAt))).toBeLessThan(1_000);
  expect(soFar.headers.get('cache-control')).toBe('no-store');
  const { length } = Buffer.from(await soFar.arrayBuffer());

  // Followed, it goes on beyond what there was.
  const followed = await hear(anna, '?follow=1&container=webm');
  expect(followed.headers.get('content-type')).toBe('audio/webm; codecs="opus"');
  let bytes = 0;
  for await (const piece of followed.body ?? []) {
    bytes += (piece as Uint8Array).length;
    if (bytes > 2 * length + 4096) break;
  }
});

test('what a desk made ready sounds once its listening is on record, by no other’s word', async () => {
  const { body: opened } = await dirk.post<{ token: string; listener: string }>(
    '/api/listen-in/connect',
    {},
  );
  const { token, listener } = opened;
  const { origin } = instance.media();
  const takes = { origin, connectToken: async () => token, joinToken: async () => '' };
  const desk = await startListener(takes, listener);
  const key = await dirk.post<Key>(`/api/alarms/${alarmId}/listen-in/prepare`, { listener });
  const rtpCapabilities = desk.capabilities;
  const answer = await desk.ask('prepare', { token: key.body.token, rtpCapabilities });
  if (!answer.ok || !answer.consumer) throw new Error('nothing was made ready');
  expect((await listenIn(anna, listener)).status).toBe(200);
  const pulse = desk.heard(desk.pulse);
  await desk.untilHeard(desk.pulse, pulse + 3);
  expect(desk.heard(answer.consumer)).toBe(0);
  expect((await listenIn(dirk, listener)).status).toBe(200);
  await desk.untilHeard(answer.consumer, 10);
  await dirk.command(alarmId, { type: 'StopListening' });
  await desk.close();
});

test('after closing: only with a reason of one’s own, and each look is logged', async () => {
  await dirk.command(alarmId, { type: 'TakeOver', reason: 'pauze' });
  const closed = await dirk.command(alarmId, {
    type: 'Close',
    expectedVersion: (await alarm()).version,
    outcome: 'unknown',
    needless: false,
    summary: 'voorbij',
  });
  expect(closed.status).toBe(200);
  await gateway.hangUp();
  await until('its end', async () => {
    const [recording] = (await alarm()).sound.recordings;
    return recording?.endedAt !== null;
  });
  expect(await codeOf(await hear(anna))).toBe('afspeelreden-ontbreekt');
  await anna.command(alarmId, { type: 'RequestPlayback', reason: 'evaluatie' });
  const whole = Buffer.from(await (await hear(anna)).arrayBuffer());
  expect(whole.toString('latin1', 0, 4)).toBe('OggS');
  const part = await hear(anna, '', { range: 'bytes=2-4' });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toBe(`bytes 2-4/${whole.length}`);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(2, 5));
  expect(await codeOf(await hear(dirk))).toBe('afspeelreden-ontbreekt');
  const looks = await instance.owner.sql<{ result: string }[]>`
    select result from access_log where action = 'alarm.sound' order by id`;
  expect(looks.map(({ result }) => result)).toEqual([
    'geen-opname',
    'luistert-niet',
    'played',
    'played',
    'afspeelreden-ontbreekt',
    'played',
    'played',
    'afspeelreden-ontbreekt',
  ]);
});

type Opened = { token: string; listener: string };

/** A desk's sound socket, as far as being connected. */
async function openLine(person: Person): Promise<{ listener: string; socket: Socket }> {
  const { body } = await person.post<Opened>('/api/listen-in/connect', {});
  instance.secrets.add(body.token);
  const socket = io(instance.media().origin, {
    path: listenInPath,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth: { token: body.token },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('connect_error', reject);
  });
  return { listener: body.listener, socket };
}
const goodbyeOf = (socket: Socket) =>
  new Promise<string>((resolve) => {
    socket.once('goodbye', ({ reason }: { reason: string }) => resolve(reason));
  });

describe('a log-in that ends takes its listener along, and no other', () => {
  let other: ApiProcess;
  beforeAll(async () => {
    other = await instance.startApi();
  });

  test.each([
    ['by the process that opened it', () => ({ opens: api, ends: api })],
    ['by another process', () => ({ opens: api, ends: other })],
  ] as const)('%s', async (_how, processes) => {
    const { opens, ends } = processes();
    const leaving = await loggedIn(instance, opens, instance.account('centralist', 2));
    const [gone, staying] = [await openLine(leaving), await openLine(bram)];
    const goodbye = goodbyeOf(gone.socket);
    await leaving.at(ends).post('/api/auth/sign-out', {});
    expect(await goodbye).toBe('session-ended');
    expect(staying.socket.connected).toBe(true);
    staying.socket.disconnect();
  });

  test('also when the process that opened it is gone', async () => {
    const leaving = await loggedIn(instance, other, instance.account('centralist', 2));
    const { socket } = await openLine(leaving);
    const goodbye = goodbyeOf(socket);
    await other.kill();
    await leaving.at(api).post('/api/auth/sign-out', {});
    expect(await goodbye).toBe('session-ended');
  });
});

describe('a desk that is loaded anew hears nothing until it says so', () => {
  let id: string;
  const hears = async () => {
    const { alarms } = await bram.board();
    const found: Alarm | undefined = alarms.find((one) => one.id === id);
    return found?.listeners[0]?.hears;
  };
  beforeAll(async () => {
    const again = await instance.button('231');
    await ask(api.devicePort, [frameOf(again, { sequence: 7 })]);
    const isOpen = async () => (await bram.board()).alarms.some(({ closed }) => !closed);
    await until('the alarm', isOpen);
    const { alarms } = await bram.board();
    const raised = alarms.find(({ closed }) => !closed)!;
    id = raised.id;
    await bram.command(id, { type: 'Claim', expectedVersion: raised.version, listens: true });
  });

  test('its listening time stands still from then on', async () => {
    const first = await openLine(bram);
    await bram.command(id, { type: 'ReportHearing', hears: 'sound' });
    expect(await hears()).toBe('sound');
    first.socket.disconnect();
    await until('its end', async () => !(await control.listeners()).includes(first.listener));
    const second = await openLine(bram);
    expect(await hears()).toBe('nothing');
    second.socket.disconnect();
  });

  test('not so while another window of his goes on hearing', async () => {
    const first = await openLine(bram);
    await bram.command(id, { type: 'ReportHearing', hears: 'sound' });
    const second = await openLine(bram);
    expect(await hears()).toBe('sound');
    for (const { socket } of [first, second]) socket.disconnect();
  });
});

test('how long sound is kept is shown, and set as a DPIA says', async () => {
  const asked = (...args: string[]) => instance.command<object[]>('retention', ...args);
  expect(await asked()).toMatchObject([
    { harmlessDays: 7, realDays: null, recordings: 1, held: 0 },
  ]);
  expect(await asked('--real', '365')).toMatchObject([{ harmlessDays: 7, realDays: 365 }]);
  expect(await asked('--harmless', '14', '--real', 'never')).toMatchObject([
    { harmlessDays: 14, realDays: null },
  ]);
});

test('readiness names sound: no worker, or no media-server at all', async () => {
  const readiness = async () =>
    (await Person.onTheMachine(api).get<{ dependencies: unknown }>('/readyz')).body;
  await expect.poll(readiness).toMatchObject({
    dependencies: { sound: 'ok' },
    mediaWorkers: 1,
  });
  const media = instance.media();
  media.takeWorkerAway();
  const [worker] = (await control.health()).workers;
  process.kill(worker?.pid ?? 0, 'SIGKILL');
  await expect
    .poll(readiness)
    .toMatchObject({ ready: false, dependencies: { sound: 'no-worker' } });
  await media.kill();
  expect(await readiness()).toMatchObject({ ready: false, dependencies: { sound: 'down' } });
  expect((await hear(anna)).status).toBe(503);
  // A press waits for none of it.
  const other = await instance.button('232');
  await ask(api.devicePort, [frameOf(other, { sequence: 1 })]);
  const isRaised = async () =>
    (await anna.board()).alarms.some(({ button: pressed }) => pressed.serial === '232');
  await until('the press', isRaised);
  media.giveWorkerBack();
  await media.start();
  await expect.poll(readiness).toMatchObject({ dependencies: { sound: 'ok' } });
});
