// One of each kind of fault, in its short form, under one product that goes on through all of them: a
// program killed, Postgres gone, Redis emptied and gone, the clock set, one of two processes lost. The
// drills beside this file (`*.drill.test.ts`) put each to it at length.
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { feedProtocol } from '@achterwacht/shared/feed.ts';
import { stepSignals } from '../../../tools/testing/stepped-clock-signals.ts';
import { loggedIn } from '../testing/instance/accounts.ts';
import { Dc09Button } from '../testing/instance/device.ts';
import { expectInvariants, type Acknowledged } from '../testing/instance/invariants.ts';
import { startOwnPostgres, type OwnPostgres } from './postgres/own-postgres.ts';
import { Desk, Person } from '../testing/instance/person.ts';
import {
  startInstance,
  type ApiProcess,
  type Instance,
} from '../testing/instance/test-instance.ts';

/** Short, so that a deadline is due within the test; the sweep comes by every two seconds. */
const timings = {
  unclaimedLouderSeconds: 1,
  unclaimedSupervisorSeconds: 2,
  unclaimedOnCallSeconds: 3,
};
const stages = ['unclaimed-louder', 'unclaimed-supervisor', 'unclaimed-on-call'];
const setClock = {
  NODE_OPTIONS: `--import=${new URL('../../../tools/testing/stepped-clock.ts', import.meta.url).href}`,
};

let postgres: OwnPostgres;
let instance: Instance;
let api: ApiProcess;
let second: ApiProcess;
let desk: Desk;
let anna: Person;
const acknowledged: Acknowledged[] = [];
const devices: Dc09Button[] = [];
let made = 0;

beforeAll(async () => {
  postgres = await startOwnPostgres();
  instance = await startInstance({ databases: postgres.urls, timings });
});
afterAll(async () => {
  for (const device of devices) device.close();
  // Not there when the first test failed; the servers must end all the same.
  (desk as Desk | undefined)?.close();
  try {
    await instance.end();
  } finally {
    await postgres.end();
  }
});

test('the api killed between commit and answer: the device sends again, and it stays one press', async () => {
  const doomed = await instance.startApi({ ACHTERWACHT_DIE_AT: 'committed' });
  const { serial, press } = await newButton(doomed);
  const pressing = press();
  expect((await doomed.child.exited).signal).toBe('SIGKILL');
  api = await instance.startApi(setClock);
  await pressing;
  const { alarms } = await expectInvariants(instance, acknowledged);
  expect(alarms).toMatchObject([{ button: serial, signals: 1 }]);
  anna = await loggedIn(instance, api, instance.account('centralist'));
  desk = await anna.desk(0);
});

test('Postgres killed in a burst: whatever was acknowledged is there', async () => {
  const buttons = await newButtons(3);
  let isOver = false;
  const pressing = Promise.all(
    buttons.map(async ({ press }) => {
      while (!isOver) await press();
    }),
  );
  const before = acknowledged.length;
  await expect.poll(() => acknowledged.length, { interval: 5 }).toBeGreaterThan(before + 5);
  await postgres.kill();
  await postgres.start();
  isOver = true;
  await pressing;
  await isReady();
});

test('Redis emptied in a burst, then killed: deadlines act, it is said, and wake-ups come back', async () => {
  const emptied = await newButtons(5);
  const redis = new Redis(instance.redis.socketPath);
  await Promise.all([...emptied.map(({ press }) => press()), redis.flushall()]);
  await redis.flushall();
  redis.disconnect();
  await deadlinesPass(emptied);

  await instance.redis.kill();
  await expect
    .poll(async () => (await Person.onTheMachine(api).get('/readyz')).body)
    .toMatchObject({ ready: false, dependencies: { redis: 'down', database: 'ok' } });
  const gone = await newButtons(2);
  await Promise.all(gone.map(({ press }) => press()));
  await deadlinesPass(gone);

  await instance.redis.start();
  await isReady();
  const back = new Redis(instance.redis.socketPath);
  // Each round of the on-call deadline of an alarm that nobody takes sets another.
  await expect
    .poll(() => back.zcard('bull:deadlines:delayed'), { interval: 20 })
    .toBeGreaterThan(0);
  back.disconnect();
});

test('one of two processes lost: both heard it all, and its desk goes on at the other', async () => {
  second = await instance.startApi();
  const there = anna.at(second);
  const away = await there.desk();
  const from = away.sequences.at(-1) ?? (await there.board()).sequence;
  const buttons = [...(await newButtons(2)), await newButton(second), await newButton(second)];
  await Promise.all(buttons.map(({ press }) => press()));
  for (const one of [desk, away])
    await one.until('all four', ({ events }) =>
      buttons.every(({ serial }) => isRaised(events, serial)),
    );
  const last = away.sequences.at(-1) ?? from;
  await second.kill();
  const [{ press, serial }] = await newButtons(1);
  await press();
  const hello = { protocol: feedProtocol, afterSequence: last };
  const moved = await Desk.open(api, anna.cookie, hello);
  await moved.until('what came meanwhile', ({ events }) => isRaised(events, serial));
  const seen = [...away.sequences, ...moved.sequences];
  expect(seen).toEqual(seen.map((_, index) => seen[0]! + index));
  moved.close();
});

test('the clock set ten minutes back: no deadline acts early or waits for it, and it is said', async () => {
  const [{ press, serial }] = await newButtons(1);
  const pressedAt = performance.now();
  await press();
  process.kill(api.child.pid, stepSignals.behind);
  // One that waited for the wall clock would come in ten minutes.
  await deadlinesPass([{ serial }]);
  expect(performance.now() - pressedAt).toBeGreaterThan(timings.unclaimedOnCallSeconds * 1000);
  await expect
    .poll(async () => (await Person.onTheMachine(api).get('/readyz')).body)
    .toMatchObject({ ready: false, dependencies: { clock: 'off' } });
});

test('in the end the desk has every event once and in order, and no alarm’s times go back', async () => {
  await expectInvariants(instance, acknowledged);
  const [row] = await instance.system.sql<{ last: string }[]>`
    select max(sequence) as last from log.events`;
  await desk.until('the last event', ({ sequences }) => sequences.at(-1)! >= Number(row!.last));
  expect(desk.sequences).toEqual(desk.sequences.map((_, index) => index + 1));
  expect(desk.bye).toBeNull();
  for (const events of Map.groupBy(desk.events, ({ alarmId }) => alarmId).values()) {
    const times = events.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
  }
});

type Pressing = { serial: string; press: () => Promise<void> };

async function newButtons(count: number): Promise<[Pressing, ...Pressing[]]> {
  const first = await newButton();
  const others: Pressing[] = [];
  while (others.length < count - 1) others.push(await newButton());
  return [first, ...others];
}

async function newButton({ devicePort: port } = api): Promise<Pressing> {
  made += 1;
  const account = `FA${String(made).padStart(3, '0')}`;
  const button = await instance.addPlainButton(`f${made}`, account);
  const address = { host: '127.0.0.1', port, answerSeconds: 0.5, attempts: 80 };
  const device = new Dc09Button({ ...address, account, key: undefined });
  devices.push(device);
  return {
    serial: button.serial,
    async press() {
      const outcome = await device.send({ code: 'PA' });
      expect(outcome).toMatchObject({ acknowledged: true });
      acknowledged.push({ account, sequence: outcome.sequence });
    },
  };
}

/** The three stages of alarms that nobody takes. */
async function deadlinesPass(buttons: readonly { serial: string }[]): Promise<void> {
  for (const { serial } of buttons) {
    const passed = () => instance.system.sql<{ text: string }[]>`
      select text from log.events join alarms on alarms.id = events.stream_id
      join buttons on buttons.id = alarms.button_id
      where events.type = 'DeadlinePassed' and buttons.serial = ${serial}
      order by events.version`;
    await expect.poll(async () => (await passed()).length).toBeGreaterThanOrEqual(stages.length);
    const kinds = (await passed()).map(
      ({ text }) => (JSON.parse(text) as { data: { kind: string } }).data.kind,
    );
    expect(kinds.slice(0, stages.length)).toEqual(stages);
  }
}

function isRaised(events: Desk['events'], serial: string): boolean {
  return events.some(
    (event) => event.type === 'AlarmRaised' && event.data.button.serial === serial,
  );
}

/** But for sound, which there is none of here. */
async function isReady(): Promise<void> {
  await expect
    .poll(async () => (await Person.onTheMachine(api).get('/readyz')).body)
    .toMatchObject({
      dependencies: expect.toSatisfy((states: Record<string, string>) =>
        Object.entries(states).every(([name, state]) => name === 'sound' || state === 'ok'),
      ) as object,
    });
}
