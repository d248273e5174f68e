// Postgres frozen, stopped, killed and without connections to give, under people who press. Nothing is acknowledged that is not
// durable, it is said that the database is away, and all goes on by itself when it is back.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../db/connect.ts';
import { limitsOf } from '../../db/pools.ts';
import { Dc09Button, frameOf, Line } from '../../testing/instance/device.ts';
import { expectInvariants, type Acknowledged } from '../../testing/instance/invariants.ts';
import { startOwnPostgres, type OwnPostgres } from './own-postgres.ts';
import { Person, type Desk } from '../../testing/instance/person.ts';
import {
  startInstance,
  type ApiProcess,
  type Instance,
} from '../../testing/instance/test-instance.ts';

let postgres: OwnPostgres;
let instance: Instance;
let api: ApiProcess;
let anna: Person;
let desk: Desk;
let devices: { account: string; device: Dc09Button }[];
const acknowledged: Acknowledged[] = [];

beforeAll(async () => {
  postgres = await startOwnPostgres();
  instance = await startInstance({ databases: postgres.urls, sound: true });
  api = await instance.startApi();
  anna = await Person.logIn(api, instance.account('centralist'));
  // What a browser keeps is as good as the password.
  for (const pair of anna.cookie.split('; ')) {
    const value = decodeURIComponent(pair.slice(pair.indexOf('=') + 1));
    for (const part of value.split('.')) if (part.length >= 20) instance.secrets.add(part);
  }
  desk = await anna.desk();
  const buttons = await Promise.all(['231', '232', '241'].map((serial) => instance.button(serial)));
  devices = buttons.map(({ account, key }) => ({
    account,
    device: new Dc09Button({ ...address(api), account, key }),
  }));
});
afterAll(async () => {
  for (const { device } of devices) device.close();
  desk.close();
  try {
    await instance.end();
  } finally {
    await postgres.end();
  }
});

test('frozen: no ACK, readiness says so, and the press is there when it thaws', async () => {
  const button = await instance.button('251');
  const line = await Line.open(api.devicePort);
  postgres.freeze();
  line.send(frameOf(button, { sequence: 1 }));
  const { status, body } = await Person.onTheMachine(api).get('/readyz');
  expect([status, body]).toMatchObject([503, { ready: false, dependencies: { database: 'down' } }]);
  expect((await new Person(api).get('/healthz')).status).toBe(200);
  expect(line.answers).toEqual([]);
  postgres.thaw();
  await line.ask();
  expect(line.answers[0]).toContain('"*ACK"0001');
  line.close();
  acknowledged.push({ account: button.account, sequence: 1 });
  await ready();
  await settledAndWhole();
});

test('stopped: no ACK, readiness says so, log-in too; started again all goes on by itself', async () => {
  await postgres.stop();
  const anybody = new Person(api);
  expect((await anybody.get('/readyz')).status).toBe(503);
  const pressing = pressAll();
  // People meet a clear no and not a hanging page, and nothing of what they sent is written down.
  const account = instance.account('centralist', 1);
  const answers = [
    await anna.get('/api/board'),
    await anna.get('/api/session'),
    await anybody.signIn(account.email, account.password),
  ];
  for (const { status } of answers) expect(status).toBeGreaterThanOrEqual(500);
  expect(acknowledged).toHaveLength(1);
  await postgres.start();
  await pressing;
  await ready();
  expect((await anna.get('/api/session')).status).toBe(200);
  await settledAndWhole();
});

test('killed in a burst: whatever was acknowledged is there', async () => {
  const pressing = (async () => {
    for (let round = 0; round < 10; round += 1) await pressAll();
  })();
  await expect.poll(() => acknowledged.length, { interval: 5 }).toBeGreaterThan(9);
  await postgres.kill();
  await postgres.start();
  await pressing;
  await ready();
  await settledAndWhole();
});

test('no message can be stored: no ACK, it is said, people work on, and all is there afterwards', async () => {
  const buttons = await Promise.all(
    // More than there are connections for recording and for presses.
    Array.from({ length: 14 }, (_, index) => instance.addPlainButton(`p${index}`, `9001${index}`)),
  );
  const holder = connect(postgres.superuserUrl, { name: 'holder', ...limitsOf.command });
  const crowd = buttons.map(({ account }) => ({
    account,
    device: new Dc09Button({ ...address(api), account, key: undefined }),
  }));
  let pressing: Promise<void> | undefined;
  await holder.transaction(async ({ sql }) => {
    await sql`lock table messages in exclusive mode`;
    const before = acknowledged.length;
    pressing = press(crowd);
    await expect
      .poll(async () => (await Person.onTheMachine(api).get('/readyz')).body)
      .toMatchObject({ ready: false, dependencies: { recording: 'failing', database: 'ok' } });
    expect(acknowledged).toHaveLength(before);
    // People have a pool of their own.
    expect((await anna.get('/api/board')).status).toBe(200);
  });
  await holder.end();
  await pressing;
  for (const { device } of crowd) device.close();
  await ready();
  await settledAndWhole();
});

test('no connection left at the server: the same', async () => {
  const administrator = connect(postgres.superuserUrl, {
    name: 'administrator',
    ...limitsOf.command,
  });
  const { sql } = administrator;
  await sql`alter role achterwacht_system connection limit 0`;
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'achterwacht_system'`;
  const before = acknowledged.length;
  const pressing = pressAll();
  await expect
    .poll(async () => (await Person.onTheMachine(api).get('/readyz')).body)
    .toMatchObject({ ready: false, dependencies: { database: 'down' } });
  expect(acknowledged).toHaveLength(before);
  await sql`alter role achterwacht_system connection limit -1`;
  await administrator.end();
  await pressing;
  await ready();
  await settledAndWhole();
});

test('the desk stayed, saw every event once and in order, and has its canary again', async () => {
  const [row] = await instance.system.sql<{ last: string }[]>`
    select max(sequence) as last from log.events`;
  await desk.until('the last event', ({ sequences }) => sequences.at(-1)! >= Number(row!.last));
  expect(desk.sequences).toEqual(desk.sequences.map((_, index) => index + 1));
  expect(desk.bye).toBeNull();
  const seen = desk.canaries.length;
  await desk.until('the next canary', ({ canaries }) => canaries.length > seen);
});

function address({ devicePort: port }: ApiProcess) {
  return { host: '127.0.0.1', port, answerSeconds: 0.5, attempts: 80 };
}

const pressAll = () => press(devices);

async function press(pressed: typeof devices): Promise<void> {
  await Promise.all(
    pressed.map(async ({ account, device }) => {
      const outcome = await device.send({ code: 'PA' });
      expect(outcome.acknowledged).toBe(true);
      acknowledged.push({ account, sequence: outcome.sequence });
    }),
  );
}

async function ready(): Promise<void> {
  await expect
    .poll(async () => (await Person.onTheMachine(api).get('/readyz')).body)
    .toMatchObject({ ready: true });
}

async function settledAndWhole(): Promise<void> {
  await expect
    .poll(() => instance.system.sql`select id from messages where handled_at is null`)
    .toEqual([]);
  await expectInvariants(instance, acknowledged);
}
