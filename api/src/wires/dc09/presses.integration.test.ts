// A press over a real socket, on its way through everything: durable before it is acknowledged, on
// every desk in order, once however often the device repeats it; and whatever else a wire carries,
// nothing of it is lost and no press behind it either.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type * as z from 'zod';
import { statusOf, type Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { recordedSignal } from '@achterwacht/shared/routes/system.ts';
import { ask, envelope, frameOf, Line, typeOf } from '../../testing/instance/device.ts';
import { loggedIn } from '../../testing/instance/accounts.ts';
import type { Desk, Person } from '../../testing/instance/person.ts';
import {
  startInstance,
  type ApiProcess,
  type Button,
  type Instance,
} from '../../testing/instance/test-instance.ts';
import { delivery } from '../../testing/messages.ts';
import { recordMessage } from '../../messages/record/record-message.ts';

let instance: Instance;
let api: ApiProcess;
let anna: Person;
let bram: Person;
let dirk: Person;
let button: Button;
let desks: Desk[] = [];
let pressed = 0;

beforeAll(async () => {
  instance = await startInstance();
  api = await instance.startApi();
  anna = await loggedIn(instance, api, instance.account('centralist', 0));
  bram = await loggedIn(instance, api, instance.account('centralist', 1));
  dirk = await loggedIn(instance, api, instance.account('supervisor'));
});
afterAll(() => instance.end());
beforeEach(async () => {
  // Every test has a button of its own, so that no alarm of another takes its presses in.
  pressed += 1;
  button = await instance.addPlainButton(`p${pressed}`, `BB${String(pressed).padStart(2, '0')}`);
});
afterEach(() => {
  for (const desk of desks) desk.close();
  desks = [];
});

test('is durable when it is acknowledged, and on every desk, in order', async () => {
  desks = [await anna.desk(), await bram.desk()];
  const encrypted = await instance.button('231');
  const [answer] = await ask(api.devicePort, [frameOf(encrypted, { sequence: 1 })]);
  expect(typeOf(answer, encrypted.key)).toBe('ACK');
  expect(await messagesOf(encrypted)).toHaveLength(1);
  for (const desk of desks) await desk.until('the press', ({ events }) => events.length >= 1);

  for (let sequence = 2; sequence <= 6; sequence += 1)
    await ask(api.devicePort, [frameOf(encrypted, { sequence })]);
  for (const desk of desks) {
    await desk.until('six presses', ({ events }) => events.length >= 6);
    expect(desk.events.map(({ type }) => type)).toEqual([
      'AlarmRaised',
      ...Array<string>(5).fill('SignalAdded'),
    ]);
    expect(desk.sequences).toEqual(desk.sequences.map((_, index) => desk.sequences[0]! + index));
    expect(desk.events.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6]);
  }
});

test('a retry after a lost ACK is acknowledged again and counts once', async () => {
  const frame = frameOf(button, { sequence: 17, time: new Date() });
  const answers = await ask(api.devicePort, [frame]);
  answers.push(...(await ask(api.devicePort, [frame])));
  expect(answers.map((answer) => typeOf(answer))).toEqual(['ACK', 'ACK']);
  // Two decisions at once: whichever has the button first is the signal.
  expect((await dispositions()).sort()).toEqual(['accepted', 'duplicate']);
  expect(await alarms()).toMatchObject([{ signals: 1 }]);
});

test('an encrypted retry has other bytes and counts once all the same', async () => {
  const encrypted = await instance.button('241');
  const time = new Date();
  const frames = [1, 2].map(() => frameOf(encrypted, { sequence: 33, time }));
  expect(frames[0]).not.toEqual(frames[1]);
  const answers = await ask(api.devicePort, frames);
  expect(answers.map((answer) => typeOf(answer, encrypted.key))).toEqual(['ACK', 'ACK']);
  await settled();
  expect(await alarms('241')).toMatchObject([{ signals: 1 }]);
});

test('two deliveries at the same moment, over two lines, are one signal', async () => {
  const frame = frameOf(button, { sequence: 18, time: new Date() });
  const lines = await Promise.all([1, 2, 3, 4].map(() => Line.open(api.devicePort)));
  const answers = await Promise.all(lines.map((line) => line.ask(frame)));
  for (const line of lines) line.close();
  expect(answers.flat().map((answer) => typeOf(answer))).toEqual(['ACK', 'ACK', 'ACK', 'ACK']);
  expect((await dispositions()).sort()).toEqual([
    'accepted',
    'duplicate',
    'duplicate',
    'duplicate',
  ]);
  expect(await alarms()).toMatchObject([{ signals: 1 }]);
});

test('another sequence, another time or another content is another press', async () => {
  const time = new Date();
  await ask(api.devicePort, [
    frameOf(button, { sequence: 1, time }),
    frameOf(button, { sequence: 2, time }),
    frameOf(button, { sequence: 1, time: new Date(time.getTime() + 1_000) }),
    frameOf(button, { sequence: 1, time, data: 'Nri1/PA002' }),
  ]);
  expect(await dispositions()).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
  expect(await alarms()).toMatchObject([{ signals: 4, priority: 'urgent' }]);
});

test('the same frame more than ninety seconds later is a new press on the open alarm', async () => {
  const frame = frameOf(button, { sequence: 5 });
  await ask(api.devicePort, [frame]);
  await settled();
  await instance.system.sql`
    update messages set received_at = received_at - interval '91 seconds'
    where account = ${button.account}`;
  await ask(api.devicePort, [frame]);
  expect(await dispositions()).toEqual(['accepted', 'accepted']);
  expect(await alarms()).toMatchObject([{ signals: 2 }]);
});

test('the same frame without a time, after the alarm was closed, is a new alarm linked to that', async () => {
  const frame = frameOf(button, { sequence: 6 });
  await ask(api.devicePort, [frame]);
  await settled();
  const [first] = await alarms();
  await closeAsFalse(first!.id);
  await ask(api.devicePort, [frame]);
  await settled();
  const [closed, second] = await alarms();
  expect(closed).toMatchObject({ id: first!.id, status: 'closed', signals: 1 });
  expect(second).toMatchObject({ status: 'raised', signals: 1 });
  const { alarms: onBoard } = await anna.board();
  expect(onBoard.find(({ id }) => id === second!.id)).toMatchObject({ previousAlarmId: first!.id });
});

test('a retry that comes after its alarm was closed is acknowledged, and raises nothing', async () => {
  const frame = frameOf(button, { sequence: 8, time: new Date() });
  await ask(api.devicePort, [frame]);
  await settled();
  const [first] = await alarms();
  await closeAsFalse(first!.id);
  const [answer] = await ask(api.devicePort, [frame]);
  expect(typeOf(answer)).toBe('ACK');
  expect(await dispositions()).toEqual(['accepted', 'duplicate']);
  expect(await alarms()).toMatchObject([{ id: first!.id, status: 'closed', signals: 1 }]);

  // Whoever presses again a second later is heard.
  await ask(api.devicePort, [frameOf(button, { sequence: 9, time: new Date() })]);
  await settled();
  expect(await alarms()).toMatchObject([{ status: 'closed' }, { status: 'raised' }]);
});

test('a device whose clock stands still sends the same for another press: it is one', async () => {
  const frame = frameOf(button, { sequence: 1, time: new Date('2000-01-01T00:00:00Z') });
  await ask(api.devicePort, [frame]);
  await settled();
  await closeAsFalse((await alarms())[0]!.id);
  await ask(api.devicePort, [frame]);
  expect(await dispositions()).toEqual(['accepted', 'accepted']);
  expect(await alarms()).toMatchObject([{ status: 'closed' }, { status: 'raised' }]);
});

test('several events in one frame are several signals of one message', async () => {
  await ask(api.devicePort, [frameOf(button, { sequence: 7, data: 'Nri1/PA001/YT001' })]);
  await settled();
  expect(await alarms()).toMatchObject([{ kind: 'duress', signals: 2 }]);
});

test('a fault, a test and a parked alarm do not take a press in', async () => {
  await ask(api.devicePort, [frameOf(button, { sequence: 1, data: 'Nri1/YT001' })]);
  await ask(api.devicePort, [frameOf(button, { sequence: 2, data: 'Nri1/RX001' })]);
  await ask(api.devicePort, [frameOf(button, { sequence: 3 })]);
  await settled();
  expect((await alarms()).map(({ kind, signals }) => [kind, signals])).toEqual([
    ['fault', 1],
    ['test', 1],
    ['duress', 1],
  ]);
});

test('a cancel from the device joins and closes, lowers and quietens nothing', async () => {
  await ask(api.devicePort, [frameOf(button, { sequence: 1 })]);
  await ask(api.devicePort, [frameOf(button, { sequence: 2, data: 'Nri1/OC001' })]);
  await settled();
  expect(await alarms()).toMatchObject([{ status: 'raised', priority: 'urgent', signals: 2 }]);
});

test.each([
  ['impossible', ['X999E99.9999', 'Y99N99.9999'], 'position-impossible', null],
  ['of nowhere', ['X000E00.0000', 'Y00N00.0000'], 'position-impossible', null],
  ['unreadable', ['Xeast', 'Y52N22.2130'], 'position-impossible', null],
  ['swapped', ['X52N22.2130', 'Y004E53.7101'], 'position-swapped', [52.370217, 4.895168]],
])('a position that is %s costs no press and is said', async (_, extended, warning, found) => {
  const [answer] = await ask(api.devicePort, [frameOf(button, { sequence: 1, extended })]);
  expect(typeOf(answer)).toBe('ACK');
  await settled();
  const { alarms: onBoard } = await anna.board();
  const alarm = onBoard.find((one) => one.button.id === button.id);
  expect(alarm?.warnings).toContain(warning);
  const fix = alarm?.personal?.position?.fix;
  if (found === null) expect(fix).toBeUndefined();
  else {
    expect(fix?.latitude).toBeCloseTo(found[0]!, 5);
    expect(fix?.longitude).toBeCloseTo(found[1]!, 5);
  }
});

test('what is broken is kept, and the press behind it on the same line is heard', async () => {
  const body = `"SIA-DCS"0001R1L0#${button.account}[#${button.account}|Nri1/YT001]`;
  const line = await Line.open(api.devicePort);
  const answers = await line.ask(
    envelope(body, 'FFFF'),
    envelope(`"SIA-DCS"0002R1L0#${button.account}[#${button.account}|what is this]`),
    envelope(`"XYZ-ABC"0003R1L0#${button.account}[#${button.account}|hello]`),
    Buffer.from('\nGET / HTTP/1.1\r'),
    Buffer.from([0x0a, 0x00, 0xff, 0x80, 0x22, 0x0d]),
    frameOf(button, { sequence: 4 }),
  );
  line.close();
  expect(answers.map((answer) => typeOf(answer))).toEqual(['DUH', 'DUH', 'ACK']);
  await settled();
  expect((await alarms()).map(({ kind, priority }) => [kind, priority])).toContainEqual([
    'duress',
    'urgent',
  ]);
  const raws = (await signals()).map(({ raw }) => raw);
  for (const told of ['FFFF', 'what is this', 'XYZ-ABC', 'GET / HTTP', 'ÿ\u0080'])
    expect(raws.filter((raw) => raw?.includes(told))).toHaveLength(1);
});

test('an oversized frame ends its own line; the next line brings the press', async () => {
  const line = await Line.open(api.devicePort);
  await line.ask(Buffer.from(`\n${'A'.repeat(70_000)}\r`));
  expect(line.isClosed).toBe(true);
  const [answer] = await ask(api.devicePort, [frameOf(button, { sequence: 1 })]);
  expect(typeOf(answer)).toBe('ACK');
  await settled();
  expect(await alarms()).toMatchObject([{ kind: 'duress' }]);
});

test('byte by byte, and all at once: frames are found', async () => {
  const line = await Line.open(api.devicePort);
  for (const byte of frameOf(button, { sequence: 1 })) line.send(Uint8Array.of(byte));
  const answers = await line.ask(...[2, 3, 4].map((sequence) => frameOf(button, { sequence })));
  line.close();
  expect(answers.map((answer) => typeOf(answer))).toEqual(['ACK', 'ACK', 'ACK', 'ACK']);
  await settled();
  expect(await alarms()).toMatchObject([{ signals: 4 }]);
});

test('a poll that only says that it lives is no signal', async () => {
  const before = await signals();
  expect(await ask(api.devicePort, [envelope(`"NULL"0000R1L0#${button.account}[]`)])).toHaveLength(
    1,
  );
  await expect
    .poll(
      () => instance.system.sql`
      select button_id from button_contacts where button_id = ${button.id}`,
    )
    .toHaveLength(1);
  expect(await signals()).toHaveLength(before.length);
});

test('a message that nobody can decide does not hold up the ones behind it', async () => {
  const centreId = randomUUID();
  const lost = randomUUID();
  // A centre without a feed: nothing can be stored for it.
  await instance.system.sql`
    insert into centres (id, name, phone, police_phone, timings)
    select ${centreId}, 'zonder feed', phone, police_phone, timings from centres limit 1`;
  await instance.system.sql`
    insert into buttons (id, centre_id, serial, protocol, account, model)
    values (${lost}, ${centreId}, 'lost', 'dc09', 'DEAD', 'test')`;
  const early = new Date(Date.now() - 60_000);
  const undecidable = { buttonId: lost, centreId, account: 'DEAD', receivedAt: early };
  // Several, so that some stand before it in whatever order they are taken.
  for (let count = 0; count < 8; count += 1) await leaveUndecided(undecidable);
  await leaveUndecided({
    buttonId: button.id,
    centreId: instance.centreId,
    account: button.account,
    receivedAt: new Date(),
  });
  await expect.poll(() => alarms()).toMatchObject([{ kind: 'duress', signals: 1 }]);
  const readiness = await fetch(`${api.url}/readyz`);
  expect([readiness.status, await readiness.json()], 'A4').toMatchObject([
    503,
    { ready: false, dependencies: { presses: 'undecided' } },
  ]);
});

/** A durable message whose decision was cut off, as a kill leaves it. */
async function leaveUndecided(message: {
  buttonId: string;
  centreId: string;
  account: string;
  receivedAt: Date;
}): Promise<void> {
  const { system, keys } = instance;
  const button = { ...message, id: message.buttonId, holderId: message.buttonId };
  await recordMessage(system.sql, keys, {
    ...delivery(keys, button, message.centreId, message.receivedAt, 1),
    contentHash: null,
    handleAt: message.receivedAt,
  });
}

async function closeAsFalse(alarmId: string): Promise<void> {
  const note = 'klant liet los';
  const steps = [
    await anna.command(alarmId, { type: 'Claim', expectedVersion: 1 }),
    await anna.command(alarmId, {
      type: 'ProposeFalse',
      expectedVersion: 2,
      ground: 'trusted-person',
      note,
    }),
    await bram.command(alarmId, {
      type: 'Close',
      expectedVersion: 3,
      outcome: 'false-accident',
      needless: false,
      summary: note,
    }),
  ];
  expect(steps.map(({ status }) => status)).toEqual([200, 200, 200]);
}

async function messagesOf({ account }: Button) {
  return instance.system.sql`select id from messages where account = ${account}`;
}

/** Of this test's button, in the order in which they came. */
async function dispositions(): Promise<string[]> {
  await settled();
  const rows = await instance.system.sql<{ disposition: string }[]>`
    select disposition from messages where account = ${button.account} order by received_at`;
  return rows.map(({ disposition }) => disposition);
}

/** As desks see them, by when they came in: a number is drawn as each is decided, in whatever order. */
async function alarms(serial = button.serial) {
  const { alarms: onBoard } = await anna.board();
  const receivedAt = ({ times }: Alarm) => Date.parse(times.received ?? '');
  return onBoard
    .filter((alarm) => alarm.button.serial === serial)
    .sort((one, other) => receivedAt(one) - receivedAt(other))
    .map((alarm) => {
      const { id, kind, priority, signals } = alarm;
      return { id, status: statusOf(alarm), kind, priority, signals: signals.count };
    });
}

/** Every one that was ever recorded, as a supervisor sees them. */
async function signals() {
  return (await dirk.get<{ signals: z.infer<typeof recordedSignal>[] }>('/api/signals')).body
    .signals;
}

/** An ACK says durable, not decided; a message's alarm follows within milliseconds. */
async function settled(): Promise<void> {
  await expect
    .poll(
      () => instance.system.sql`
        select id from messages where handled_at is null and account is distinct from 'DEAD'`,
      { interval: 10 },
    )
    .toEqual([]);
}
