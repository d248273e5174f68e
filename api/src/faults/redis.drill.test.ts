// Redis flushed, killed, standing still, full, and back without its file, while people press. It holds copies and wake-ups: a press does
// not notice, deadlines act by the sweep, and the wake-ups are there again by themselves.
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, frameOf, typeOf } from '../testing/instance/device.ts';
import { expectInvariants, type Acknowledged } from '../testing/instance/invariants.ts';
import { Person, type Desk } from '../testing/instance/person.ts';
import {
  startInstance,
  type ApiProcess,
  type Button,
  type Instance,
} from '../testing/instance/test-instance.ts';

/** Short, so that a deadline is due within the test. How late it acts is measured by `load deadlines`. */
const timings = {
  unclaimedLouderSeconds: 2,
  unclaimedSupervisorSeconds: 3,
  unclaimedOnCallSeconds: 5,
};

let instance: Instance;
let api: ApiProcess;
let desk: Desk;
const acknowledged: Acknowledged[] = [];
let made = 0;

beforeAll(async () => {
  instance = await startInstance({ timings, sound: true });
  api = await instance.startApi();
  desk = await (await Person.logIn(api, instance.account('centralist'))).desk();
});
afterAll(async () => {
  desk.close();
  await instance.end();
});

test('flushed in the middle of a burst: every press there, every deadline acts, wake-ups are back', async () => {
  const buttons = await newButtons(10);
  await withRedis(async (redis) => {
    const pressing = Promise.all(buttons.map((button) => press(button)));
    await redis.flushall();
    await pressing;
    await redis.flushall();
  });
  await expectWakeUps();
  await expectDeadlines(buttons);
  await expectInvariants(instance, acknowledged);
});

test('killed: presses are acknowledged and shown, deadlines act by the sweep, and it is said', async () => {
  await instance.redis.kill();
  const anybody = Person.onTheMachine(api);
  await expect
    .poll(async () => (await anybody.get('/readyz')).body)
    .toMatchObject({ ready: false, dependencies: { redis: 'down', database: 'ok' } });
  expect((await anybody.get('/readyz')).status).toBe(503);
  expect((await anybody.get('/healthz')).status).toBe(200);

  await nextCanary();
  const before = desk.events.length;
  const buttons = await newButtons(5);
  await Promise.all(buttons.map((button) => press(button)));
  await desk.until('five alarms', ({ events }) => raisedSince(events, before) === 5);
  await expectDeadlines(buttons);
});

test('back without a hand, and without what it had forgotten', async () => {
  await instance.redis.start();
  const anybody = Person.onTheMachine(api);
  await expect.poll(async () => (await anybody.get('/readyz')).status).toBe(200);
  const [button] = await newButtons(1);
  await press(button!);
  await expectWakeUps();
  await expectDeadlines([button!]);
  await expectInvariants(instance, acknowledged);
});

test('standing still: presses are acknowledged, the sweep does not wait for it, and it is said', async () => {
  instance.redis.freeze();
  try {
    const buttons = await newButtons(5);
    await Promise.all(buttons.map((button) => press(button)));
    await expect
      .poll(async () => (await Person.onTheMachine(api).get('/readyz')).body)
      .toMatchObject({ ready: false, dependencies: { redis: 'down', database: 'ok' } });
    await nextCanary();
    await expectDeadlines(buttons);
  } finally {
    instance.redis.thaw();
  }
  await expectWakeUps();
});

test('full: it refuses every wake-up, and the sweep does without', async () => {
  await withRedis(async (redis) => {
    await redis.config('SET', 'maxmemory', '1mb');
    const buttons = await newButtons(3);
    await Promise.all(buttons.map((button) => press(button)));
    await expectDeadlines(buttons);
    await redis.config('SET', 'maxmemory', '256mb');
  });
  await expectWakeUps();
});

test('restarted without its file: what was due is still due', async () => {
  const buttons = await newButtons(3);
  await Promise.all(buttons.map((button) => press(button)));
  await instance.redis.kill();
  instance.redis.loseFile();
  await instance.redis.start();
  await expectDeadlines(buttons);
  await expectWakeUps();
  await expectInvariants(instance, acknowledged);
});

test('the desk saw every event once and in order', async () => {
  const [row] = await instance.system.sql<{ last: string }[]>`
    select max(sequence) as last from log.events`;
  await desk.until('the last event', ({ sequences }) => sequences.at(-1)! >= Number(row!.last));
  expect(desk.sequences).toEqual(desk.sequences.map((_, index) => desk.sequences[0]! + index));
  expect(desk.bye).toBeNull();
});

test('a stop does not wait for a Redis that stands still', async () => {
  instance.redis.freeze();
  await api.stop();
  instance.redis.thaw();
  expect(await api.child.exited).toEqual({ code: 0, signal: null });
});

/** The alarms of every test stay open, and each round of the on-call deadline sets another wake-up. */
async function expectWakeUps(): Promise<void> {
  await withRedis((redis) =>
    expect.poll(() => redis.zcard('bull:deadlines:delayed'), { interval: 20 }).toBeGreaterThan(0),
  );
}

/** The desk hears that its line lives. */
async function nextCanary(): Promise<void> {
  const seen = desk.canaries.length;
  await desk.until('the next canary', ({ canaries }) => canaries.length > seen);
}

async function withRedis(work: (redis: Redis) => Promise<void>): Promise<void> {
  const redis = new Redis(instance.redis.socketPath);
  try {
    await work(redis);
  } finally {
    redis.disconnect();
  }
}

async function newButtons(count: number): Promise<Button[]> {
  const buttons: Button[] = [];
  for (let one = 0; one < count; one += 1) {
    made += 1;
    buttons.push(await instance.addPlainButton(`r${made}`, `ED${String(made).padStart(3, '0')}`));
  }
  return buttons;
}

async function press(button: Button): Promise<void> {
  const [answer] = await ask(api.devicePort, [frameOf(button, { sequence: 1, time: new Date() })]);
  expect(typeOf(answer)).toBe('ACK');
  acknowledged.push({ account: button.account, sequence: 1 });
}

function raisedSince(events: Desk['events'], from: number): number {
  return events.slice(from).filter(({ type }) => type === 'AlarmRaised').length;
}

type Passed = { data: { kind: string } };

/** The three stages of an alarm that nobody takes, each once it was due. */
async function expectDeadlines(buttons: readonly Button[]): Promise<void> {
  for (const button of buttons) {
    const passed = () => instance.system.sql<{ text: string }[]>`
      select text from log.events join alarms on alarms.id = events.stream_id
      where events.type = 'DeadlinePassed' and alarms.button_id = ${button.id}
      order by events.version`;
    await expect.poll(async () => (await passed()).length).toBeGreaterThan(2);
    const events = (await passed()).map(({ text }) => JSON.parse(text) as Passed);
    expect(events.slice(0, 3).map(({ data }) => data.kind)).toEqual([
      'unclaimed-louder',
      'unclaimed-supervisor',
      'unclaimed-on-call',
    ]);
  }
}
