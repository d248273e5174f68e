// What the protocol tells us to refuse, and a person may still be calling for help with: answered as
// the protocol says, kept, and raised by itself fifteen seconds later with the reason, unless an
// accepted press of the account came first. The wait is not slept: its end is moved in the row.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type * as z from 'zod';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { recordedSignal } from '@achterwacht/shared/routes/system.ts';
import { loggedIn } from '../../testing/instance/accounts.ts';
import { ask, envelope, frameOf, typeOf } from '../../testing/instance/device.ts';
import type { Person } from '../../testing/instance/person.ts';
import {
  startInstance,
  type ApiProcess,
  type Instance,
} from '../../testing/instance/test-instance.ts';

let instance: Instance;
let api: ApiProcess;
let anna: Person;
let dirk: Person;
let address = 1;

beforeAll(async () => {
  instance = await startInstance();
  api = await instance.startApi();
  anna = await loggedIn(instance, api, instance.account('centralist'));
  dirk = await loggedIn(instance, api, instance.account('supervisor'));
});
afterAll(() => instance.end());
beforeEach(() => {
  // Answers are counted by address; each test's devices stand at their own.
  address += 1;
});

const send = (...frames: Buffer[]) => ask(api.devicePort, frames, `127.0.0.${address}`);

test('B4 an unknown account: DUH, and an urgent alarm of an unknown button, at once', async () => {
  const [answer] = await send(frameOf({ account: 'C0FFEE', key: undefined }, { sequence: 1 }));
  expect(typeOf(answer)).toBe('DUH');
  // Nobody moves its time: there is nothing to wait for.
  await expect
    .poll(() => alarmsOf('onbekend-C0FFEE'))
    .toMatchObject([
      {
        kind: 'duress',
        priority: 'urgent',
        button: { known: false },
        warnings: expect.arrayContaining(['unknown-button', 'refused-on-wire']) as unknown,
      },
    ]);
});

test('a plain press of an account that has a key: silence, and an urgent alarm', async () => {
  const { account } = await instance.button('231');
  expect(await send(frameOf({ account, key: undefined }, { sequence: 1 }))).toEqual([]);
  await waitIsOver();
  expect(await alarmsOf('231')).toMatchObject([
    {
      priority: 'urgent',
      warnings: expect.arrayContaining(['refused-on-wire', 'not-encrypted']) as unknown,
    },
  ]);
});

test.each([
  ['232', -300, 'time-old'],
  ['233', 300, 'time-future'],
])(
  'button %s, its clock off by %i s: NAK with our time, and an urgent alarm',
  async (serial, seconds, warning) => {
    const button = await instance.button(serial);
    const time = new Date(Date.now() + seconds * 1000);
    const [answer] = await send(frameOf(button, { sequence: 1, time }));
    expect(typeOf(answer)).toBe('NAK');
    expect(answer).toMatch(/"NAK"0000R0L0A0\[\]_\d\d:\d\d:\d\d,\d\d-\d\d-\d{4}$/);
    await waitIsOver();
    expect(await alarmsOf(serial)).toMatchObject([
      {
        priority: 'urgent',
        warnings: expect.arrayContaining(['refused-on-wire', warning]) as unknown,
      },
    ]);
  },
);

test('a device that sets its clock by the NAK and is accepted raises one alarm, not two', async () => {
  const button = await instance.button('234');
  await send(frameOf(button, { sequence: 1, time: new Date(Date.now() - 600_000) }));
  const [answer] = await send(frameOf(button, { sequence: 1 }));
  expect(typeOf(answer, button.key)).toBe('ACK');
  await waitIsOver();
  const alarms = await alarmsOf('234');
  expect(alarms).toMatchObject([{ signals: { count: 1 } }]);
  expect(alarms[0]?.warnings).not.toContain('refused-on-wire');
  // Where it was pressed is kept of alarms only: the refused one is of this alarm as well.
  const ofAlarm = await instance.system.sql`
    select disposition, places_judged from messages
    where id in (select message_id from signals where alarm_id = ${alarms[0]!.id})
    order by received_at`;
  expect(ofAlarm).toEqual([
    { disposition: 'refused', places_judged: true },
    { disposition: 'accepted', places_judged: true },
  ]);
});

test('the wrong key: DUH, kept as it came, and nothing of it can be read', async () => {
  const { account } = await instance.button('241');
  const [answer] = await send(frameOf({ account, key: Buffer.alloc(16, 7) }, { sequence: 1 }));
  expect(typeOf(answer)).toBe('DUH');
  await waitIsOver();
  expect(await alarmsOf('241')).toEqual([]);
  expect(await listed(account)).toMatchObject([{ disposition: 'refused', kind: 'undecodable' }]);
});

test('an encrypted press without a time: silence, and an urgent alarm', async () => {
  const button = await instance.button('242');
  expect(await send(frameOf(button, { sequence: 1, time: null }))).toEqual([]);
  await waitIsOver();
  expect(await alarmsOf('242')).toMatchObject([
    {
      priority: 'urgent',
      warnings: expect.arrayContaining(['refused-on-wire', 'time-missing']) as unknown,
    },
  ]);
});

test('a damaged frame in which a press can still be read: silence, and an urgent alarm', async () => {
  const plain = await instance.addPlainButton('damaged', 'DA01');
  const body = `"SIA-DCS"0001R1L0#${plain.account}[#${plain.account}|Nri1/PA001]`;
  expect(await send(envelope(body, '0000'))).toEqual([]);
  await waitIsOver();
  expect(await alarmsOf('damaged')).toMatchObject([
    {
      priority: 'urgent',
      warnings: expect.arrayContaining(['refused-on-wire', 'damaged-frame']) as unknown,
    },
  ]);
});

test('one account that is refused again and again is one alarm', async () => {
  const stranger = { account: 'BADC0DE', key: undefined };
  for (let sequence = 1; sequence <= 5; sequence += 1) await send(frameOf(stranger, { sequence }));
  await waitIsOver();
  expect(await alarmsOf('onbekend-BADC0DE')).toMatchObject([{ signals: { count: 5 } }]);
});

test.each([
  ['MA', 'medical'],
  ['NA', 'missed-check'],
])('a refused %s is somebody in need as well: a %s alarm', async (code, kind) => {
  const account = `AB${code === 'MA' ? '01' : '02'}`;
  await send(frameOf({ account, key: undefined }, { sequence: 1, data: `Nri1/${code}001` }));
  await waitIsOver();
  expect(await alarmsOf(`onbekend-${account}`)).toMatchObject([
    {
      kind,
      priority: 'urgent',
      warnings: expect.arrayContaining(['refused-on-wire']) as unknown,
    },
  ]);
});

test('a button whose clock is off and that is missed: by an accepted one of its own kind it is heard', async () => {
  const button = await instance.button('243');
  const missed = { data: 'Nri1/NA001' };
  await send(frameOf(button, { sequence: 1, time: new Date(Date.now() - 600_000), ...missed }));
  await send(frameOf(button, { sequence: 1, ...missed }));
  await waitIsOver();
  const alarms = await alarmsOf('243');
  expect(alarms).toMatchObject([{ kind: 'missed-check', signals: { count: 1 } }]);
  expect(alarms[0]?.warnings).not.toContain('refused-on-wire');
});

test('a refused low battery is kept and raises nothing', async () => {
  await send(frameOf({ account: 'ABBA', key: undefined }, { sequence: 1, data: 'Nri1/YT001' }));
  await waitIsOver();
  expect(await alarmsOf('onbekend-ABBA')).toEqual([]);
  expect(await listed('ABBA')).toMatchObject([{ disposition: 'refused', kind: 'low-battery' }]);
});

test('F2 a flood of unknown accounts: twenty alarms a minute, and one collective alarm for the rest', async () => {
  const accounts = Array.from(
    { length: 25 },
    (_, index) => `F100D${String(index).padStart(2, '0')}`,
  );
  const minute = () => Math.floor(Date.now() / 60_000);
  const begunIn = minute();
  const answers = await send(
    ...accounts.map((account) => frameOf({ account, key: undefined }, { sequence: 1 })),
  );
  // A sender that repeats every DUH is not answered for ever: six times a minute, whichever that is.
  expect(new Set(answers.map((answer) => typeOf(answer)))).toEqual(new Set(['DUH']));
  expect(answers.length).toBeGreaterThanOrEqual(6);
  expect(answers.length).toBeLessThanOrEqual(6 * (minute() - begunIn + 1));
  await waitIsOver();
  const own = await Promise.all(accounts.map((account) => alarmsOf(`onbekend-${account}`)));
  // With those of the tests before it, where they fall in the same minute.
  const raised = own.filter((alarms) => alarms.length === 1).length;
  expect(raised).toBeGreaterThan(10);
  expect(raised).toBeLessThanOrEqual(20);
  expect(await alarmsOf('onbekend-onleesbaar')).toMatchObject([
    { priority: 'urgent', signals: { count: accounts.length - raised } },
  ]);
  for (const { account } of await signals())
    if (account) accounts.splice(accounts.indexOf(account) >>> 0, 1);
  expect(accounts).toEqual([]);
});

async function alarmsOf(serial: string): Promise<Alarm[]> {
  const { alarms } = await anna.board();
  return alarms.filter((alarm) => alarm.button.serial === serial);
}

/** Every one that was ever recorded, as a supervisor sees them. */
async function signals() {
  const path = '/api/signals';
  return (await dirk.get<{ signals: z.infer<typeof recordedSignal>[] }>(path)).body.signals;
}

async function listed(account: string) {
  return (await signals()).filter((signal) => signal.account === account);
}

/** The fifteen seconds pass at once; the recovery comes by within one. */
async function waitIsOver(): Promise<void> {
  await instance.system.sql`update messages set handle_at = received_at where handled_at is null`;
  await expect
    .poll(() => instance.system.sql`select id from messages where handled_at is null`)
    .toEqual([]);
}
