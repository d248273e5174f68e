// What crosses Redis, seen as Redis sees it, and what happens to whatever is on the channel and is no news of
// ours. Two real api processes with a real Redis between them.
import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loggedIn } from '../../testing/instance/accounts.ts';
import { ask, frameOf } from '../../testing/instance/device.ts';
import type { Desk, Person } from '../../testing/instance/person.ts';
import {
  startInstance,
  type ApiProcess,
  type Instance,
} from '../../testing/instance/test-instance.ts';
import { seal } from '../../sealing/seal.ts';
import { feedChannel } from './bus.ts';

let instance: Instance;
let apis: [ApiProcess, ApiProcess];
let people: [Person, Person];
let desks: [Desk, Desk];
let redis: Redis;
let sequence = 0;

beforeAll(async () => {
  instance = await startInstance();
  apis = [await instance.startApi(), await instance.startApi()];
  people = [
    await loggedIn(instance, apis[0], instance.account('centralist')),
    await loggedIn(instance, apis[1], instance.account('centralist', 1)),
  ];
  desks = [await people[0].desk(0), await people[1].desk(0)];
  redis = new Redis({ path: instance.redis.socketPath });
});
afterAll(async () => {
  for (const desk of desks) desk.close();
  redis.disconnect();
  await instance.end();
});

const refusedAt = async ({ url }: ApiProcess) => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^achterwacht_bus_refused_total (\d+)/m.exec(text)?.[1]);
};

/** Not by ioredis, which takes the first command it sees in the same moment as the OK for an answer too many. */
async function watch() {
  const line = connect(instance.redis.socketPath);
  let seen = '';
  line.setEncoding('latin1').on('data', (text: string) => (seen += text));
  line.write('MONITOR\r\n');
  await once(line, 'data');
  return { seen: () => seen, close: () => line.destroy() };
}

/** Pressed at the one process, in a place, and seen by the desk of the other. */
async function press(serial: string): Promise<string> {
  const button = await instance.button(serial);
  const known = desks[1].events.length;
  sequence += 1;
  await ask(apis[0].devicePort, [
    frameOf(button, { sequence, extended: ['X004E38.1234', 'Y52N22.5678'] }),
  ]);
  const isRaised = ({ type }: { type: string }) => type === 'AlarmRaised';
  await desks[1].until('the press', ({ events }) => events.slice(known).some(isRaised));
  return desks[1].events.findLast(isRaised)!.alarmId;
}

test('A15 nothing that crosses Redis tells of anybody', async () => {
  const watched = await watch();
  const alarmId = await press('231');
  const { version } = (await people[0].board()).alarms.find(({ id }) => id === alarmId)!;
  const claim = { type: 'Claim', expectedVersion: version } as const;
  expect((await people[0].command(alarmId, claim)).status).toBe(200);
  const text = 'Staat in de hal, fluistert';
  const note = { type: 'AddNote', noteId: randomUUID(), text, happenedAt: null } as const;
  expect((await people[0].command(alarmId, note)).status).toBe(200);
  await desks[1].until('the note', ({ events }) => events.at(-1)?.type === 'NoteAdded');
  expect(desks[1].events.at(-1)).toMatchObject({ personal: { text } });
  const [raised] = desks[1].events.filter((event) => event.alarmId === alarmId);
  const told = raised?.type === 'AlarmRaised' ? raised.personal : null;
  expect(told?.holder?.name).toBeTruthy();
  expect(told?.position?.fix.latitude).toBeTruthy();

  // The raise, the claim and the note at least; that none is missed is what the desk above saw.
  const all = watched.seen();
  const news = all.split('\n').filter((line) => line.includes(feedChannel));
  expect(news.length).toBeGreaterThanOrEqual(3);
  for (const word of [
    text,
    told!.holder!.name,
    String(told!.position!.fix.latitude),
    String(told!.position!.fix.longitude),
    instance.account('centralist').name,
    'AlarmRaised',
    ...instance.personal,
  ])
    expect(all.includes(word), word).toBe(false);
  watched.close();
});

test('A15 what is no news of ours is refused and counted, ends nobody, and nothing is missed', async () => {
  const before = await Promise.all(apis.map(refusedAt));
  expect(before).toEqual([0, 0]);
  const stranger = createSecretKey(randomBytes(32));
  const centreId = instance.centreId;
  const canary = { from: randomUUID(), news: { centreId, canary: { at: 'now', sequence: 1e9 } } };
  const bad = [
    'nonsense',
    '',
    'null',
    '{}',
    '{"from":"x","news":{"centreId":"x","events":null}}',
    // As it went before, and as somebody may write it who has Redis and no key.
    JSON.stringify(canary),
    seal(stranger, feedChannel, JSON.stringify(canary)),
    // Sealed by ourselves, for something else.
    seal(instance.keys.master, 'achterwacht:feed', JSON.stringify(canary)),
    'A'.repeat(1_000_000),
  ];
  for (const text of bad) await redis.publish(feedChannel, text);
  for (const api of apis) await expect.poll(() => refusedAt(api)).toBe(bad.length);
  await press('232');
  await press('241');
  for (const api of apis) expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
  expect(desks.map(({ bye }) => bye)).toEqual([null, null]);
  const { sequences } = desks[1];
  expect(sequences).toEqual(sequences.map((_, index) => sequences[0]! + index));
});
