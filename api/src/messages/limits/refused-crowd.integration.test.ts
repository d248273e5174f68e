// Somebody makes up accounts by the thousand, and beside them registered buttons are refused that really
// call: what is raised, what is kept and what is only counted. By numbers and with a clock that only the
// test moves.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { readAlarm, type AlarmRow } from '../../alarms/row/alarm-row.ts';
import { connect } from '../../db/connect.ts';
import { limitsOf } from '../../db/pools.ts';
import { dataKeyOf } from '../../log/stream-keys.ts';
import { envelope, frameOf, typeOf } from '../../testing/instance/device.ts';
import * as sealing from '../../sealing/seal.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { openIntake, type TestIntake } from '../../testing/intake.ts';
import { delivery } from '../../testing/messages.ts';
import { seedCentre, type SeededButton } from '../../testing/seed-centre.ts';
import { keyPurpose } from '../../buttons/register/button-directory.ts';
import { recordMessage } from '../record/record-message.ts';
import { refusedLimits } from './refused-limits.ts';

const raisedAMinute = 20;
const floodFrames = 3_000;

let centre: AlarmCentre;
let intake: TestIntake;

beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 2 });
  intake = await openIntake(centre);
});
afterEach(() => centre.end());

const receive: TestIntake['receive'] = (raw, from) => intake.receive(raw, from);
const round = () => intake.round();

/** In clear, whatever key the account has. */
const press = (account: string, sequence = 1) => frameOf({ account, key: undefined }, { sequence });
const text = (reply: Uint8Array | null) =>
  reply === null ? undefined : Buffer.from(reply).toString('latin1');
const madeUp = (index: number) => `F${String(index).padStart(5, '0')}`;

async function flood(from: (index: number) => string): Promise<void> {
  for (let index = 0; index < floodFrames; index += 1)
    await receive(press(madeUp(index)), from(index));
}

async function alarms(
  of: 'strangers' | 'registered',
  centreId = centre.centreId,
): Promise<Alarm[]> {
  const rows = await centre.system.sql<AlarmRow[]>`
    select id, state, personal, head_hash, subject_id, ${dataKeyOf(centre.system.sql, 'alarms')} as data_key
    from alarms where centre_id = ${centreId}`;
  return rows
    .map((row) => readAlarm(centre.keys, row).state)
    .filter(({ button }) => button.known === (of === 'registered'));
}

const signalsOf = (list: Alarm[]) => list.reduce((sum, { signals }) => sum + signals.count, 0);
const ownAndCollective = (list: Alarm[]) => [
  list.filter(({ button }) => !button.serial.startsWith('onbekend-onleesbaar')).length,
  list.filter(({ button }) => button.serial.startsWith('onbekend-onleesbaar')).length,
];

/** They have a key from now on, and whoever sends in clear for them is refused; gives their accounts as sent. */
async function giveKeys(buttons: readonly SeededButton[]): Promise<string[]> {
  const { keys, system } = centre;
  const clear = Buffer.alloc(16, 1).toString('base64');
  for (const { id } of buttons) {
    const key = sealing.seal(keys.master, keyPurpose(id), clear);
    await system.sql`update buttons set key = ${key}, account = upper(account) where id = ${id}`;
  }
  intake = await openIntake(centre);
  return buttons.map(({ account }) => account.toUpperCase());
}

test.each<[string, (index: number) => string, number]>([
  ['one address', () => '192.0.2.9', refusedLimits.unknownCalls.ofSender],
  [
    'rotating addresses',
    (index) => `10.0.${index >> 8}.${index & 255}`,
    refusedLimits.unknownCalls.inAll,
  ],
])(
  'A2 A16 F2 three thousand made-up accounts from %s: twenty alarms and one, each frame counted, few asked or kept',
  async (_what, from, most) => {
    await flood(from);
    await round();
    const strangers = await alarms('strangers');
    expect(ownAndCollective(strangers)).toEqual([raisedAMinute, 1]);
    expect(signalsOf(strangers)).toBe(floodFrames);
    expect(strangers.find(({ warnings }) => warnings.includes('counted-only'))).toMatchObject({
      button: { serial: 'onbekend-onleesbaar' },
      priority: 'urgent',
    });
    expect(intake.counts).toEqual({ lookUps: most, kept: most, counted: floodFrames - most });
    // And one for all that was counted.
    expect(await centre.system.sql`select from messages`).toHaveLength(most + 1);
    expect(centre.announced).toHaveLength(most + 1);
  },
);

test('A2 F2 the flood goes on: a few alarms a minute, and every frame is counted', async () => {
  for (let minute = 0; minute < 3; minute += 1) {
    await flood((index) => `10.0.${index >> 8}.${index & 255}`);
    await round();
    centre.clock.advance(60_000);
  }
  const strangers = await alarms('strangers');
  // Who has an alarm already joins it.
  expect(ownAndCollective(strangers)).toEqual([3 * raisedAMinute, 1]);
  expect(signalsOf(strangers)).toBe(3 * floodFrames);
});

test('A2 F2 a registered button that is refused has its own alarm beside the flood, sixteen seconds later', async () => {
  const [account] = await giveKeys(centre.buttons);
  await flood((index) => `10.0.${index >> 8}.${index & 255}`);
  await round();
  await receive(press(account!), '192.0.2.1');
  centre.clock.advance(15_000);
  await flood((index) => `10.1.${index >> 8}.${index & 255}`);
  await round();
  expect(await alarms('registered')).toMatchObject([
    {
      kind: 'duress',
      priority: 'urgent',
      button: { id: centre.buttons[0]!.id },
      presses: { count: 1 },
    },
  ]);
});

test('A2 F2 a flood on its account from another address leaves it its own alarm and its own frame', async () => {
  const [account] = await giveKeys(centre.buttons);
  for (let index = 1; index <= floodFrames; index += 1)
    await receive(press(account!, (index % 9_998) + 1), '198.51.100.1');
  await receive(press(account!, 9_999), '192.0.2.1');
  centre.clock.advance(15_000);
  await round();
  expect(await alarms('registered')).toMatchObject([{ button: { id: centre.buttons[0]!.id } }]);
  const own = await centre.system.sql`
    select from messages where remote_address = '192.0.2.1' and sequence = '9999'`;
  expect(own).toHaveLength(1);
  const all = [...(await alarms('registered')), ...(await alarms('strangers'))];
  expect(signalsOf(all)).toBe(floodFrames + 1);
});

test('A2 F2 undecided presses and registered buttons come before strangers that waited longer', async () => {
  const { system, keys, buttons, centreId, clock } = centre;
  const [, account] = await giveKeys(buttons);
  for (let index = 0; index < 40; index += 1)
    await receive(press(madeUp(index)), `10.0.0.${index}`);
  clock.advance(1_000);
  await receive(press(account!));
  clock.advance(15_000);
  // Recorded, and its decision was cut off.
  await recordMessage(system.sql, keys, delivery(keys, buttons[0]!, centreId, clock.now(), 1));
  clock.advance(1_000);
  await round();
  const raised = await system.sql<{ button_id: string }[]>`
    select button_id from log.events join alarms on alarms.id = stream_id
    where type = 'AlarmRaised' order by sequence limit 2`;
  expect(raised.map((row) => row.button_id)).toEqual(buttons.map(({ id }) => id));
});

test('A5 hundreds of one button that wait to be decided keep nobody else waiting', async () => {
  const { system, keys, buttons, centreId, clock } = centre;
  const [held] = buttons;
  const [, account] = await giveKeys(buttons);
  await receive(press(account!));
  for (let index = 1; index <= 200; index += 1)
    await recordMessage(system.sql, keys, delivery(keys, held!, centreId, clock.now(), index));
  clock.advance(16_000);
  await round();
  // Its own are decided before, all of one turn, and no more of them.
  const order = await system.sql<{ button_id: string }[]>`
    select button_id from log.events join alarms on alarms.id = stream_id
    where type in ('AlarmRaised', 'SignalAdded') order by sequence limit 30`;
  const at = order.findIndex((row) => row.button_id === buttons[1]!.id);
  expect(at).toBeGreaterThanOrEqual(0);
  expect(at).toBeLessThan(10);
});

test('F2 a backlog counts by when it is raised, not by when it was received', async () => {
  for (let index = 0; index < 60; index += 1)
    await receive(press(madeUp(index)), `10.0.0.${index}`);
  centre.clock.advance(3_600_000);
  await round();
  expect(ownAndCollective(await alarms('strangers'))).toEqual([raisedAMinute, 1]);
});

test('A7 beyond twenty of another centre go into its own collective alarm, without their places', async () => {
  const { system, keys } = centre;
  const south = await seedCentre(system, keys, { name: 'Zuid', buttons: 25 });
  const accounts = await giveKeys(south.buttons);
  for (let index = 0; index < 30; index += 1)
    await receive(press(madeUp(index)), `10.0.0.${index}`);
  for (const account of accounts)
    await receive(
      frameOf(
        { account, key: undefined },
        { sequence: 1, extended: ['X004E53.7101', 'Y52N22.2130'] },
      ),
    );
  centre.clock.advance(15_000);
  await round();
  expect(ownAndCollective(await alarms('strangers'))).toEqual([raisedAMinute, 1]);
  expect(await alarms('registered')).toEqual([]);
  expect(await alarms('registered', south.centreId)).toHaveLength(raisedAMinute);
  expect(await alarms('strangers', south.centreId)).toMatchObject([
    { signals: { count: 5 }, personal: { position: null } },
  ]);
});

test('A4 a new button that is heard of beside a crowd of strangers is never told that nobody knows it', async () => {
  const { system, buttons, clock } = centre;
  const stranger = frameOf(
    { account: 'DEAD', key: undefined },
    { sequence: 1, data: 'Nri1/RP001' },
  );
  for (let index = 0; index < refusedLimits.unknownCalls.ofSender; index += 1)
    expect(typeOf(text(await receive(press(madeUp(index)))))).toBe('DUH');
  // Registered since, and the news is late.
  await system.sql`update buttons set account = 'F00D' where id = ${buttons[0]!.id}`;
  expect(await receive(press('F00D'))).toBeNull();
  expect(typeOf(text(await receive(stranger)))).toBe('DUH');
  clock.advance(60_000);
  expect(typeOf(text(await receive(press('F00D'))))).toBe('ACK');
});

test('A4 a register that cannot be asked costs no call for help: it is kept, not answered, and raised', async () => {
  const { database } = centre;
  const asked = connect(database.systemUrl, { name: 'test', ...limitsOf.press });
  intake = await openIntake(centre, asked);
  await database.superuser.begin(async (sql) => {
    await sql`lock table buttons in access exclusive mode`;
    expect(await receive(press('F00D'))).toBeNull();
  });
  await asked.end();
  await round();
  expect(await alarms('strangers')).toMatchObject([{ button: { serial: 'onbekend-F00D' } }]);
});

test('A7 an account that cannot be read goes to the collective alarm of the default centre', async () => {
  await receive(envelope('"SIA-DCS"0001R1L0[Nri1/PA001]', '0000'));
  centre.clock.advance(15_000);
  await round();
  expect(await alarms('strangers')).toMatchObject([{ button: { serial: 'onbekend-onleesbaar' } }]);
});

test('B4 an unknown account that is like a registered one is raised with its name, in its own centre only', async () => {
  const { system, keys, buttons } = centre;
  await system.sql`update buttons set account = '8312' where id = ${buttons[0]!.id}`;
  const south = await seedCentre(system, keys, { name: 'Zuid', buttons: 1 });
  await system.sql`update buttons set account = 'F0C7688' where id = ${south.buttons[0]!.id}`;
  intake = await openIntake(centre);
  for (const account of ['08312', 'FOC7688', 'DEADBEEF']) await receive(press(account));
  await round();
  const strangers = await alarms('strangers');
  expect(
    Object.fromEntries(
      strangers.map(({ button, personal }) => [button.serial, personal?.resembles]),
    ),
  ).toEqual({
    'onbekend-08312': { account: '8312', serial: 'Noord1', holder: 'Drager Noord1' },
    'onbekend-FOC7688': undefined,
    'onbekend-DEADBEEF': undefined,
  });
});
