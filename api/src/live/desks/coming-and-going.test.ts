// Who gets a desk's socket, and every goodbye with its reason.
import { expect, test } from 'vitest';
import { feedProtocol, mostEvents } from '@achterwacht/shared/feed.ts';
import { Desk } from '../../testing/instance/person.ts';
import { lineOf, range, withFeed } from './test-feed.ts';

const feed = withFeed();

test('a cursor that nobody ever gave out starts again', async () => {
  feed.append(10);
  feed.pass();
  const desk = await feed.open(11);
  await desk.until('goodbye', ({ socket }) => !socket.connected);
  expect(desk.bye).toBe('cursor-too-old');
});

test('who missed more than twenty thousand starts again; who missed fewer catches up', async () => {
  feed.append(20_001);
  feed.pass();
  const late = await feed.open(0);
  await late.until('goodbye', ({ socket }) => !socket.connected);
  expect([late.bye, late.events.length]).toEqual(['cursor-too-old', 0]);
  const desk = await feed.open(1);
  await desk.until('all of it', ({ events }) => events.length === 20_000);
  expect(desk.sequences).toEqual(range(2, 20_001));
  desk.close();
});

test('A16 of what a desk missed no more is read than it takes', async () => {
  // More than the system holds on the way by itself.
  feed.append(20_000, 'x'.repeat(1_000));
  feed.pass();
  let reads = 0;
  feed.whileReading = () => (reads += 1);
  const slow = await Desk.open(feed.place, feed.cookieOf('centralist'));
  lineOf(slow).pause();
  slow.socket.emit('hello', { protocol: feedProtocol, afterSequence: 0 });
  await expect.poll(() => reads).toBeGreaterThan(0);
  const quick = await feed.open(0);
  await quick.until('all of it', ({ events }) => events.length === 20_000);
  const ofQuick = 20_000 / mostEvents;
  expect(reads - ofQuick).toBeLessThan(ofQuick);
  lineOf(slow).resume();
  await slow.until('all of it', ({ events }) => events.length === 20_000);
  expect(slow.sequences).toEqual(range(1, 20_000));
  slow.close();
  quick.close();
});

test.each([
  ['another protocol', { protocol: feedProtocol + 1, afterSequence: 0 }],
  ['no cursor', { protocol: feedProtocol }],
  ['a cursor that is none', { protocol: feedProtocol, afterSequence: -1 }],
  ['nonsense', 'hello'],
])('a hello with %s: goodbye', async (_, hello) => {
  const desk = await Desk.open(feed.place, feed.cookieOf('centralist'));
  desk.socket.emit('hello', hello as never);
  await desk.until('goodbye', ({ socket }) => !socket.connected);
  expect(desk.bye).toBe('protocol-unknown');
});

test.each<[string, string]>([
  ['nobody', 'not-logged-in'],
  ['oov-officer', 'not-allowed'],
  ['administrator', 'not-allowed'],
  ['holder', 'not-allowed'],
])('%s gets no socket', async (who, reason) => {
  await expect(Desk.open(feed.place, feed.cookieOf(who))).rejects.toThrow(reason);
  expect(feed.desks.count()).toBe(0);
});

test('another site gets no socket; a program that says no origin does', async () => {
  await expect(
    Desk.open(feed.place, feed.cookieOf('centralist'), undefined, 'http://evil.test'),
  ).rejects.toThrow();
  const program = await Desk.open(feed.place, feed.cookieOf('centralist'), undefined, '');
  expect(program.socket.connected).toBe(true);
  program.close();
});

test('a session that ended says so and takes its socket along, and no other', async () => {
  const [ended, stays] = [await feed.open(0), await feed.open(0)];
  feed.standing.delete([...feed.standing][0]!);
  await feed.desks.checkSessions();
  await ended.until('goodbye', ({ socket }) => !socket.connected);
  expect(ended.bye).toBe('session-ended');
  expect([stays.bye, stays.socket.connected]).toEqual([null, true]);
  stays.close();
});

test('F8 of one log-in there are eight windows; the oldest makes room for one more', async () => {
  const cookie = feed.cookieOf('centralist');
  const open = () => Desk.open(feed.place, cookie);
  const windows: Desk[] = [];
  for (let count = 0; count < 8; count += 1) windows.push(await open());
  const other = await Desk.open(feed.place, feed.cookieOf('supervisor'));
  windows.push(await open());
  const [oldest, ...rest] = windows;
  await oldest!.until('goodbye', ({ socket }) => !socket.connected);
  expect(oldest!.bye).toBe('too-many');
  for (const desk of [...rest, other]) {
    expect([desk.bye, desk.socket.connected]).toEqual([null, true]);
    desk.close();
  }
});

test('a stop is told before it comes', async () => {
  const desk = await feed.open(0);
  await feed.desks.close();
  await desk.until('goodbye', ({ socket }) => !socket.connected);
  expect(desk.bye).toBe('restarting');
});

test.each([
  // Either is more than what the system itself keeps for a socket (some 7 MB), and then a little.
  [
    'many packets',
    { packets: 200, characters: Infinity },
    [12_000_000, ...Array<number>(250).fill(1)],
  ],
  ['large ones', { packets: Infinity, characters: 1_000_000 }, Array<number>(12).fill(1_000_000)],
])(
  'a desk that reads nothing is told that it is too slow: %s; the others hear all',
  async (_what, limits, pieces) => {
    Object.assign(feed.mostWaiting, limits);
    const [slow, quick] = [await feed.open(0), await feed.open(0)];
    await feed.joined();
    const line = lineOf(slow);
    line.pause();
    for (const characters of pieces) {
      feed.append(1, 'x'.repeat(characters));
      feed.pass();
    }
    await quick.until('all of it', ({ events }) => events.length === pieces.length);
    await feed.desks.checkSessions();
    expect([quick.bye, quick.socket.connected]).toEqual([null, true]);
    line.resume();
    // It had been told before; it hears it once it reads again, and never takes a hole for the present.
    await slow.until('goodbye', ({ socket }) => !socket.connected);
    expect(slow.bye).toBe('too-slow');
    expect(slow.sequences).toEqual(range(1, slow.sequences.length));
    quick.close();
  },
);
