// Somebody always listens, nobody unseen: whoever the log does not name as a listener gets no packet more,
// though his desk keeps quiet about stopping. A real api, a real media-server, a gateway that never stops;
// what is counted is what comes off the wire.
import { afterAll, beforeAll, describe, expect, inject, test as anyTest } from 'vitest';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { ConsumerParameters } from '@achterwacht/shared/listen-in/desk.ts';
import {
  openSocket,
  startListener,
  type TestListener,
} from '../../../../media-server/src/testing/test-listener.ts';
import { addAccount, loggedIn } from '../../testing/instance/accounts.ts';
import { ask, frameOf } from '../../testing/instance/device.ts';
import type { Desk, Person } from '../../testing/instance/person.ts';
import {
  startInstance,
  until,
  type ApiProcess,
  type Button,
  type Instance,
} from '../../testing/instance/test-instance.ts';

/** Without a mediasoup worker there is nobody to be heard. */
const test = anyTest.skipIf(!inject('mediaWorker'));

let instance: Instance;
let api: ApiProcess;
let dirk: Person;
let button: Button;
let alarmId: string;
/** Hears nothing but silence, and by that how time passes on the server's side. */
let witness: TestListener;
const desks: Desk[] = [];
const lines: TestListener[] = [];

beforeAll(async () => {
  instance = await startInstance({ sound: true });
  api = await instance.startApi();
  dirk = await loggedIn(instance, api, instance.account('supervisor'));
  button = await instance.button('231');
  if (!inject('mediaWorker')) return;
  await ask(api.devicePort, [frameOf(button, { sequence: 1 })]);
  await until('the alarm', async () => (await dirk.board()).alarms.length === 1);
  alarmId = (await dirk.board()).alarms[0]!.id;
  await instance.speak(button);
  const isHeard = async () => (await alarm()).sound.status === 'receiving';
  await until('the sound', isHeard);
  witness = await open(dirk);
});
afterAll(async () => {
  for (const line of lines) await line.close();
  for (const desk of desks) desk.close();
  await instance.end();
});

const alarm = async () => (await dirk.board()).alarms.find(({ id }) => id === alarmId)!;
type Opened = { token: string; listener: string };
const connect = async (person: Person) => {
  const { body } = await person.post<Opened>('/api/listen-in/connect', {});
  instance.secrets.add(body.token);
  return body;
};
const keyFor = async (person: Person, listener: string) => {
  const { body } = await person.post<{ token: string }>(`/api/alarms/${alarmId}/listen-in`, {
    listener,
  });
  instance.secrets.add(body.token);
  return body.token;
};

/** A desk's own line for sound. It says nothing by itself, so it never leaves a room. */
async function open(person: Person): Promise<TestListener> {
  const { token, listener } = await connect(person);
  const line = await startListener(
    {
      origin: instance.media().origin,
      connectToken: async () => token,
      joinToken: (id) => keyFor(person, id),
    },
    listener,
  );
  lines.push(line);
  return line;
}

type Ear = { person: Person; line: TestListener; consumer: ConsumerParameters; desk: Desk };

/** Somebody of his own who has the alarm now, and hears it. */
async function ownerWhoHears(): Promise<Ear> {
  const person = await loggedIn(instance, api, await addAccount(instance, { role: 'centralist' }));
  const desk = await person.desk();
  desks.push(desk);
  const { ownership, version } = await alarm();
  const command: PersonCommand =
    ownership.status === 'owned'
      ? { type: 'TakeOver', reason: 'wissel' }
      : { type: 'Claim', expectedVersion: version };
  expect((await person.command(alarmId, command)).status).toBe(200);
  const line = await open(person);
  const { consumer } = await line.join(button.id);
  if (!consumer) throw new Error('nothing sounds');
  await line.untilHeard(consumer, 10);
  return { person, line, consumer, desk };
}

/**
 * In three pulses, which is more than a second, in which fifty came into the room. What was on its way to a busy
 * machine comes before that; who still hears has more in every second.
 */
async function moreHeard({ line, consumer }: Ear): Promise<number> {
  let more = 0;
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const before = line.heard(consumer);
    await witness.untilHeard(witness.pulse, witness.heard(witness.pulse) + 3);
    more = line.heard(consumer) - before;
    if (more === 0) break;
  }
  return more;
}

const isOut = ({ line }: Ear) =>
  line.losses.some(({ why }) => why === 'dismissed' || why === 'ended') ||
  line.goodbyes.includes('session-ended');

/** As if the clock had gone on by a minute for this desk alone. */
async function loseDesk({ desk }: Ear): Promise<void> {
  desk.close();
  const past = new Date(Date.now() - 60_000).toISOString();
  await instance.system.sql`
    update alarms set state = jsonb_set(state, '{ownership,since}', ${JSON.stringify(past)}::text::jsonb)
    where id = ${alarmId}`;
  await instance.system.sql`
    update presence set renewed_at = renewed_at - interval '1 minute'
    where user_id = (select owner_id from alarms where id = ${alarmId})`;
}

async function changeRole({ person }: Ear): Promise<void> {
  const { body } = await person.get<{ user: { id: string } }>('/api/session');
  await instance.owner.sql`update members set role = 'oov' where user_id = ${body.user.id}`;
}

async function closeBeside(ear: Ear): Promise<void> {
  await dirk.command(alarmId, { type: 'TakeOver', reason: 'einde' });
  await until('its taking over', () => isOut(ear));
  ear.line.losses.length = 0;
  const { consumer } = await ear.line.join(button.id);
  if (!consumer) throw new Error('nothing sounds');
  ear.consumer = consumer;
  await ear.line.untilHeard(consumer, 10);
  const closed = await dirk.command(alarmId, {
    type: 'Close',
    expectedVersion: (await alarm()).version,
    outcome: 'unknown',
    needless: false,
    summary: 'voorbij',
  });
  expect(closed.status).toBe(200);
}

describe('F4 a token from before opens nothing afterwards', () => {
  test('to a room, once its listener stopped', async () => {
    const ear = await ownerWhoHears();
    const { person, line } = ear;
    const token = await keyFor(person, line.id);
    await person.command(alarmId, { type: 'StopListening' });
    await until('the end of it', () => isOut(ear));
    const answer = await line.ask('join', { token, rtpCapabilities: line.capabilities });
    expect(answer).toEqual({ ok: false, code: 'token-refused' });
  });

  test('to anything, once he has logged out', async () => {
    const { person, line } = await ownerWhoHears();
    const [first, second] = [await connect(person), await connect(person)];
    await person.post('/api/auth/sign-out', {});
    const ids = [line.id, first.listener, second.listener];
    const isForgotten = async () =>
      (await instance.system.sql`select from listeners where id = any(${ids})`).length === 0;
    await until('his end', isForgotten);
    expect(line.goodbyes).toEqual(['session-ended']);
    const { origin } = instance.media();
    for (const { token } of [first, second])
      await expect(openSocket({ origin }, token)).rejects.toThrow('token-refused');
  });

  test('by another’s listener: only its own person may let it hear', async () => {
    const { person } = await ownerWhoHears();
    const stranger = await open(await loggedIn(instance, api, instance.account('centralist', 1)));
    const token = await keyFor(person, stranger.id);
    const rtpCapabilities = stranger.capabilities;
    expect(await stranger.ask('join', { token, rtpCapabilities })).toEqual({
      ok: false,
      code: 'token-refused',
    });
  });
});

test.each<[string, (person: Person) => Promise<unknown>]>([
  ['stopped', (person) => person.command(alarmId, { type: 'StopListening' })],
  ['logged out', (person) => person.post('/api/auth/sign-out', {})],
])('F4 nor is the recording followed as it is made by who %s', async (_what, ends) => {
  const { person } = await ownerWhoHears();
  const followed = await fetch(`${api.url}/api/alarms/${alarmId}/sound?follow=1`, {
    headers: { cookie: person.cookie },
  });
  let bytes = 0;
  const end = (async () => {
    for await (const piece of followed.body ?? []) bytes += (piece as Uint8Array).length;
  })().catch(() => undefined);
  const grows = async () => {
    const before = bytes;
    await until('more of it', () => bytes > before);
  };
  await grows();
  await grows();
  await ends(person);
  // What was on its way; then in more than a second nothing.
  await witness.untilHeard(witness.pulse, witness.heard(witness.pulse) + 2);
  const before = bytes;
  await witness.untilHeard(witness.pulse, witness.heard(witness.pulse) + 3);
  expect(bytes).toBe(before);
  await end;
});

test('F4 who is connected on no log-in that is known is dismissed', async () => {
  const ear = await ownerWhoHears();
  await instance.system.sql`delete from listeners where id = ${ear.line.id}`;
  await until('the end of it', () => ear.line.goodbyes.includes('session-ended'));
  expect(await moreHeard(ear)).toBe(0);
});

describe('F4 not a packet more after', () => {
  test.each<[string, (ear: Ear) => Promise<unknown>]>([
    ['stopping', ({ person }) => person.command(alarmId, { type: 'StopListening' })],
    ['giving it back', ({ person }) => person.command(alarmId, { type: 'Release' })],
    ['its taking over', () => dirk.command(alarmId, { type: 'TakeOver', reason: 'pauze' })],
    ['the loss of its owner', loseDesk],
    ['log-out', ({ person }) => person.post('/api/auth/sign-out', {})],
    ['another role', changeRole],
    // Last, for the alarm is over then.
    ['closing, of who joined him that closes', closeBeside],
  ])('%s', async (_what, ends) => {
    const ear = await ownerWhoHears();
    await ends(ear);
    await until('the end of it', () => isOut(ear));
    expect(await moreHeard(ear)).toBe(0);
    expect((await dirk.board()).alarms.flatMap(({ listeners }) => listeners)).toEqual([]);
  });
});
