// Who may hear a button, from outside: tokens, the recording over HTTP, and what is written down about it.
// Real api processes; the media-server is its control door.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectClaims, joinClaims } from '@achterwacht/shared/listen-in.ts';
import { ask, frameOf } from '../faults/device.ts';
import { Person } from '../faults/person.ts';
import {
  startInstance,
  until,
  type ApiProcess,
  type Button,
  type Instance,
} from '../faults/test-instance.ts';

let instance: Instance;
let api: ApiProcess;
let anna: Person;
let bram: Person;
let dirk: Person;
let button: Button;
let alarmId: string;
const recordingId = randomUUID();
const audio = Buffer.from('0123456789 as if it were sound');

beforeAll(async () => {
  instance = await startInstance();
  api = await instance.startApi();
  anna = await Person.logIn(api, instance.account('centralist'));
  bram = await Person.logIn(api, instance.account('centralist', 1));
  dirk = await Person.logIn(api, instance.account('supervisor'));
  button = await instance.button('231');
  instance.media.setAudio(audio);
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

test('the room is the alarm’s as soon as it was pressed, and the devices are known by hash', async () => {
  await until('the room', () => instance.media.rooms.get(button.id)?.alarmId === alarmId);
  await until('the list', () => instance.media.devices().length > 0);
  expect(instance.media.devices().map(({ deviceId }) => deviceId)).toContain(button.id);
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
  instance.media.tell({
    type: 'sound-started',
    at: new Date().toISOString(),
    deviceId: button.id,
    recordingId,
    transport: 'whip',
    codec: 'opus',
  });
  await until('the sound', async () => (await alarm()).sound.status === 'receiving');
  const refused = await hear(bram);
  expect([refused.status, await codeOf(refused)]).toEqual([409, 'luistert-niet']);

  const whole = await hear(anna, '?follow=1');
  expect(whole.headers.get('content-type')).toBe('audio/ogg');
  expect(whole.headers.get('x-sound-from')).toBe('2026-03-02T08:00:00.000Z');
  expect(whole.headers.get('cache-control')).toBe('no-store');
  expect(await whole.text()).toBe(audio.toString());
  expect(instance.media.asked.at(-1)?.path).toBe(
    `/control/recordings/${recordingId}/audio?follow=1`,
  );

  const part = await hear(anna, '', { range: 'bytes=2-4' });
  expect([part.status, await part.text()]).toEqual([206, '234']);
  expect(part.headers.get('content-range')).toBe(`bytes 2-4/${audio.length}`);
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
  await until('the end of the room', () => instance.media.rooms.get(button.id)?.alarmId === null);
  expect(await codeOf(await hear(anna))).toBe('afspeelreden-ontbreekt');
  await anna.command(alarmId, { type: 'RequestPlayback', reason: 'evaluatie' });
  expect((await hear(anna)).status).toBe(200);
  expect(await codeOf(await hear(dirk))).toBe('afspeelreden-ontbreekt');
  const looks = await instance.system.sql<{ result: string }[]>`
    select result from access_log where action = 'alarm.sound' order by id`;
  expect(looks.map(({ result }) => result)).toEqual([
    'geen-opname',
    'luistert-niet',
    'played',
    'played',
    'afspeelreden-ontbreekt',
    'played',
    'afspeelreden-ontbreekt',
  ]);
});

test('a log-in that ends takes its listener along, and no other', async () => {
  const opened = async (person: Person) =>
    (await person.post<{ listener: string }>('/api/listen-in/connect', {})).body.listener;
  const leaving = await Person.logIn(api, instance.account('centralist', 2));
  const [gone, staying] = [await opened(leaving), await opened(bram)];
  await leaving.post('/api/auth/sign-out', {});
  const dismissed = () =>
    instance.media.asked.filter(({ method }) => method === 'DELETE').map(({ path }) => path);
  await until('its end', () => dismissed().includes(`/control/listeners/${gone}?`));
  expect(dismissed()).not.toContain(`/control/listeners/${staying}?`);
});

test('readiness names sound: no worker, or no media-server at all', async () => {
  const readiness = async () => (await anna.get<{ dependencies: unknown }>('/readyz')).body;
  await expect.poll(readiness, { timeout: 20_000 }).toMatchObject({
    dependencies: { sound: 'ok' },
    mediaWorkers: 2,
  });
  instance.media.setWorkers(0);
  expect(await readiness()).toMatchObject({ ready: false, dependencies: { sound: 'no-worker' } });
  instance.media.setAway(true);
  expect(await readiness()).toMatchObject({ ready: false, dependencies: { sound: 'down' } });
  expect((await hear(anna)).status).toBe(503);
  // A press waits for none of it.
  const other = await instance.button('232');
  await ask(api.devicePort, [frameOf(other, { sequence: 1 })]);
  await until('the press', async () => (await anna.board()).alarms.length === 2);
  instance.media.setAway(false);
  instance.media.setWorkers(2);
  await expect
    .poll(readiness, { timeout: 20_000 })
    .toMatchObject({ dependencies: { sound: 'ok' } });
});
