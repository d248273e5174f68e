// Two api processes on one database: whichever hears the press, every desk of both hears all of it,
// once and in order; with Redis between them and without it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { feedProtocol } from '@achterwacht/shared/feed.ts';
import { ask, frameOf, typeOf } from '../testing/instance/device.ts';
import { expectInvariants, type Acknowledged } from '../testing/instance/invariants.ts';
import { Desk, Person } from '../testing/instance/person.ts';
import {
  startInstance,
  type ApiProcess,
  type Button,
  type Instance,
} from '../testing/instance/test-instance.ts';

let instance: Instance;
let apis: ApiProcess[];
let people: Person[];
let desks: Desk[];
let buttons: Button[];
const acknowledged: Acknowledged[] = [];
let sequence = 0;

beforeAll(async () => {
  instance = await startInstance();
  const one = await instance.startApi();
  const two = await instance.startApi();
  apis = [one, two];
  buttons = await Promise.all(
    ['231', '232', '241', '251'].map((serial) => instance.button(serial)),
  );
  const anna = await Person.logIn(one, instance.account('centralist', 0));
  const bram = await Person.logIn(two, instance.account('centralist', 1));
  people = [anna, bram];
  desks = [await anna.desk(0), await bram.desk(0)];
});
afterAll(async () => {
  for (const desk of desks) desk.close();
  await instance.end();
});

test('presses on either are heard on both', async () => {
  for (let round = 0; round < 5; round += 1) await pressOnBoth();
  await expectBothToHaveAll();
});

test('a log-in and a log-out at one count at the other', async () => {
  const here = await Person.logIn(apis[0]!, instance.account('centralist', 2));
  const there = here.at(apis[1]!);
  expect((await there.get('/api/session')).status).toBe(200);
  const desk = await there.desk();
  await here.post('/api/auth/sign-out', {});
  await desk.until('goodbye', ({ bye }) => bye !== null);
  expect(desk.bye).toBe('session-ended');
});

test('of two who claim at once at different processes, one has it and the other is told who', async () => {
  const { alarms } = await people[0]!.board();
  const [alarm] = alarms;
  const answers = await Promise.all(
    people.map((person) =>
      person.command(alarm!.id, { type: 'Claim', expectedVersion: alarm!.version }),
    ),
  );
  const won = answers.findIndex(({ status }) => status === 200);
  const lost = answers[1 - won]!;
  expect(answers[won]?.status).toBe(200);
  expect([lost.status, lost.body.error.code]).toEqual([409, 'al-aangenomen']);
  expect(lost.body.error.details).toMatchObject({
    owner: instance.account('centralist', won).name,
  });
  await expectBothToHaveAll();
});

test('without Redis they ask Postgres, and nobody hears less', async () => {
  await instance.redis.kill();
  for (let round = 0; round < 5; round += 1) await pressOnBoth();
  await expectBothToHaveAll();
});

test('and with Redis again', async () => {
  await instance.redis.start();
  for (let round = 0; round < 5; round += 1) await pressOnBoth();
  await expectBothToHaveAll();
  await expectInvariants(instance, acknowledged);
});

test('one of them killed: its desk goes on at the other with what it has, and misses nothing', async () => {
  await apis[1]!.kill();
  await pressOn(apis[0]!);
  const before = desks[1]!;
  const moved = await Desk.open(apis[0]!, people[1]!.cookie, {
    protocol: feedProtocol,
    afterSequence: before.sequences.at(-1)!,
  });
  await moved.until('what came meanwhile', ({ events }) => events.length >= buttons.length);
  expect([...before.sequences, ...moved.sequences]).toEqual(await allSequences());
  moved.close();
});

async function pressOnBoth(): Promise<void> {
  await Promise.all(apis.map((api) => pressOn(api)));
}

/** Every button once, all at the same time. */
async function pressOn(api: ApiProcess): Promise<void> {
  sequence += 1;
  const mine = sequence;
  await Promise.all(
    buttons.map(async (button) => {
      const [answer] = await ask(api.devicePort, [frameOf(button, { sequence: mine })]);
      expect(typeOf(answer, button.key)).toBe('ACK');
      acknowledged.push({ account: button.account, sequence: mine });
    }),
  );
}

async function allSequences(): Promise<number[]> {
  const rows = await instance.system.sql<{ sequence: string }[]>`
    select sequence from log.events where feed = 'live' order by sequence`;
  return rows.map((row) => Number(row.sequence));
}

async function expectBothToHaveAll(): Promise<void> {
  await expect
    .poll(() => instance.system.sql`select id from messages where handled_at is null`)
    .toEqual([]);
  const last = (await allSequences()).at(-1)!;
  for (const desk of desks)
    await desk.until('the last event', ({ sequences }) => (sequences.at(-1) ?? 0) >= last);
  const all = await allSequences();
  for (const desk of desks) {
    // A deadline may have acted since; what is there is without a hole or a double.
    expect(desk.sequences.slice(0, last)).toEqual(all.slice(0, last));
  }
}
