// A desk that was away while two thousand things happened comes back with its last number and has
// them all, in order, while the next ones keep coming.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { feedProtocol } from '@achterwacht/shared/feed.ts';
import { mostSignals } from '../../wires/dc09/decoders/bounded-signals.ts';
import { ask, frameOf, Line, typeOf } from '../../testing/instance/device.ts';
import { Desk, Person } from '../../testing/instance/person.ts';
import {
  startInstance,
  type ApiProcess,
  type Button,
  type Instance,
} from '../../testing/instance/test-instance.ts';

let instance: Instance;
let api: ApiProcess;
let anna: Person;
let button: Button;

beforeAll(async () => {
  instance = await startInstance();
  api = await instance.startApi();
  anna = await Person.logIn(api, instance.account('centralist'));
  button = await instance.addPlainButton('busy', 'B051');
});
afterAll(() => instance.end());

test('two thousand events later: in order, without a hole or a double, while more come', async () => {
  const away = await anna.desk();
  await ask(api.devicePort, [frameOf(button, { sequence: 1 })]);
  await away.until('the alarm', ({ events }) => events.length === 1);
  const last = away.sequences.at(-1)!;
  away.close();

  await manyEvents(2_000);
  const line = await Line.open(api.devicePort);
  const back = await Desk.open(api, anna.cookie, { protocol: feedProtocol, afterSequence: last });
  const more = line.ask(...[9_001, 9_002, 9_003].map((sequence) => frameOf(button, { sequence })));
  expect((await more).map((answer) => typeOf(answer))).toEqual(['ACK', 'ACK', 'ACK']);
  line.close();
  await back.until('all of it', ({ events }) => events.length >= 2_003);
  const all = await sequencesAfter(last);
  await back.until('the last one', ({ sequences }) => sequences.length >= all.length);
  expect(back.sequences.slice(0, all.length)).toEqual(all);
  expect(back.bye).toBeNull();
  back.close();
});

test('the board and a desk from it agree with the log', async () => {
  const { sequence, alarms } = await anna.board();
  const desk = await anna.desk(sequence);
  await ask(api.devicePort, [frameOf(button, { sequence: 9_100 })]);
  await desk.until('the press', ({ events }) => events.length > 0);
  expect(desk.sequences[0]).toBe(sequence + 1);
  expect(alarms).toMatchObject([{ signals: { count: 2_004 } }]);
  desk.close();
});

test('a desk that asks for what nobody said yet starts again', async () => {
  const desk = await anna.desk(1_000_000);
  await desk.until('goodbye', ({ socket }) => !socket.connected);
  expect(desk.bye).toBe('cursor-too-old');
});

test('killed under many desks: all come back, a moment apart, to every event once and in order', async () => {
  const many = 50;
  const { sequence } = await anna.board();
  const hello = { protocol: feedProtocol, afterSequence: sequence };
  const before = await Promise.all(
    Array.from({ length: many }, () => Desk.open(api, anna.cookie, hello)),
  );
  await ask(api.devicePort, [frameOf(button, { sequence: 9_200 })]);
  for (const desk of before) await desk.until('the press', ({ events }) => events.length > 0);
  await api.kill();
  for (const desk of before) await desk.until('the end', ({ socket }) => !socket.connected);
  api = await instance.startApi();
  const line = await Line.open(api.devicePort);
  const pressing = line.ask(
    ...[9_201, 9_202, 9_203].map((number) => frameOf(button, { sequence: number })),
  );
  const after = await Promise.all(
    before.map(async (desk, index) => {
      // As consoles do, each at another moment of the first second.
      await pause((index * 1_000) / many);
      return Desk.open(api, anna.cookie, { ...hello, afterSequence: desk.sequences.at(-1)! });
    }),
  );
  expect((await pressing).map((answer) => typeOf(answer))).toEqual(['ACK', 'ACK', 'ACK']);
  line.close();
  const all = await untilFourPresses(sequence);
  for (const [index, desk] of after.entries()) {
    await desk.until('the last event', ({ sequences }) => (sequences.at(-1) ?? 0) >= all.at(-1)!);
    const seen = [...before[index]!.sequences, ...desk.sequences];
    expect(seen.slice(0, all.length)).toEqual(all);
    expect(desk.bye).toBeNull();
    desk.close();
  }
}, 120_000);

test('a stop is said to the desks, and needs no force', async () => {
  const desk = await anna.desk();
  const stopped = api.stop();
  await desk.until('goodbye', ({ socket }) => !socket.connected);
  expect(desk.bye).toBe('restarting');
  await stopped;
  expect(await api.child.exited).toEqual({ code: 0, signal: null });
});

/** As many signals as one frame may bring: fewer presses make as many events. */
async function manyEvents(count: number): Promise<void> {
  const codes = Array.from({ length: mostSignals }, (_, index) => `PA00${index}`);
  let due = Array.from({ length: count / mostSignals }, (_, index) => 2 + index);
  const line = await Line.open(api.devicePort);
  while (due.length > 0) {
    const batch = due.slice(0, 8);
    const answers = await line.ask(
      ...batch.map((number) =>
        frameOf(button, { sequence: number, data: `Nri1/${codes.join('/')}` }),
      ),
    );
    const isAcknowledged = (number: number) =>
      answers.some((answer) => answer.includes(`"ACK"${String(number).padStart(4, '0')}`));
    // More than one sender may say at once is not acknowledged, and said again.
    if (!batch.every(isAcknowledged)) await pause(1_000);
    due = due.filter((number) => !isAcknowledged(number));
  }
  line.close();
  await expect.poll(async () => (await sequencesAfter(0)).length).toBeGreaterThan(count);
}

/** The places of the events since then, once four more presses are among them. */
async function untilFourPresses(since: number): Promise<number[]> {
  const presses = () => instance.system.sql`
    select from log.events where sequence > ${since} and type in ('AlarmRaised', 'SignalAdded')`;
  await expect.poll(async () => (await presses()).length).toBe(4);
  return sequencesAfter(since);
}

async function sequencesAfter(last: number): Promise<number[]> {
  const rows = await instance.system.sql<{ sequence: string }[]>`
    select sequence from log.events where feed = 'live' and sequence > ${last} order by sequence`;
  return rows.map((row) => Number(row.sequence));
}
