// The desks' socket on its own, over a feed that this test writes: catching up while events keep
// coming must give every event once and in order, and every goodbye has its reason.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  events as eventsMessage,
  feedProtocol,
  isWithheld,
  mostEvents,
  type DeskItem,
} from '@achterwacht/shared/feed.ts';
import type { PlacedItem } from '@achterwacht/shared/feed-view.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import { movableClock, type MovableClock } from '../../clock.ts';
import { Desk } from '../../testing/instance/person.ts';
import { openDesks, type Desks, type Entry } from './desks.ts';

const centreId = randomUUID();
const alarmId = randomUUID();
const mostWaiting = { packets: 0, characters: 0 };

/** The feed as Postgres has it; `passedOn` is how far this process' follower has come. */
let stored: PlacedItem[];
let passedOn: number;
/** What happens while a desk waits for a reading of the feed. */
let whileReading: () => void;
let standing: Set<string>;
let presented: string[];
/** How often a lease was written. */
let renewals: number;
let errors: unknown[];
let clock: MovableClock;
let http: Server;
let desks: Desks;
let place: { url: string; origin: string };

beforeEach(async () => {
  Object.assign(mostWaiting, { packets: 10_000, characters: Infinity });
  stored = [];
  passedOn = 0;
  whileReading = () => {};
  standing = new Set();
  presented = [];
  renewals = 0;
  errors = [];
  clock = movableClock('2026-11-21T20:15:00.000Z');
  http = createServer();
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  place = { url, origin: 'http://desk.test' };
  desks = openDesks(http, {
    clock,
    source: {
      heads: async () => [{ centreId, lastSequence: stored.length, beatAt: null }],
      after: async (_centre, sequence, limit) => {
        whileReading();
        return stored.slice(sequence, sequence + limit);
      },
    },
    presence: {
      renew: async () => {
        renewals += 1;
      },
      present: async () => [],
      mayHaveLeft: () => false,
      lostOwners: async () => [],
      lostListeners: async () => [],
      lostCallers: async () => [],
      forgetOld: async () => {},
    },
    lastOf: () => passedOn,
    catchUp: async () => pass(),
    authenticate: async (cookie) => entryOf(cookie),
    stillValid: async (entries) =>
      new Set(
        entries.map(({ sessionToken }) => sessionToken).filter((token) => standing.has(token)),
      ),
    onPresented: (_visitor, id) => presented.push(id),
    onError: (error) => errors.push(error),
    origins: new Set([place.origin]),
    mostWaiting,
  });
});
afterEach(async () => {
  await desks.close();
  http.close();
  expect(errors).toEqual([]);
});

test('a desk that has everything hears what comes after it', async () => {
  append(3);
  pass();
  const desk = await open(3);
  await joined();
  append(2);
  pass();
  await desk.until('two events', ({ events }) => events.length === 2);
  expect(desk.sequences).toEqual([4, 5]);
  desk.close();
});

test('events that come while a desk catches up are neither lost nor told twice', async () => {
  append(1_200);
  pass();
  let rounds = 0;
  whileReading = () => {
    rounds += 1;
    // Some are passed on at once; some are in Postgres already, and passed on later.
    append(7);
    if (rounds % 2 === 0) pass();
  };
  const desk = await open(100);
  await desk.until('the events so far', ({ events }) => events.length >= 1_100);
  await joined();
  whileReading = () => {};
  append(5);
  pass();
  await desk.until('the last event', ({ sequences }) => sequences.at(-1) === stored.length);
  expect(desk.sequences).toEqual(range(101, stored.length));
  desk.close();
});

test('A1 whatever comes at once, no message is one that a desk refuses, and none is missing', async () => {
  const size = fc.oneof(
    fc.nat(3),
    fc.integer({ min: mostEvents - 1, max: mostEvents + 1 }),
    fc.nat(3_000),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(size, { minLength: 1, maxLength: 3 }),
      size,
      async (sizes, missed) => {
        append(missed);
        passedOn = stored.length;
        const desk = await open(passedOn - missed);
        const messages: unknown[] = [];
        desk.socket.on('events', (list) => messages.push(list));
        await desk.until('what it missed', ({ events }) => events.length >= missed);
        await joined();
        const from = stored.length - missed;
        for (const count of sizes) {
          append(count);
          // As one commit gives it, however much that is.
          const news = stored.slice(passedOn);
          passedOn = stored.length;
          desks.events(centreId, news);
        }
        await desk.until('all of it', ({ events }) => events.length >= stored.length - from);
        expect(desk.sequences).toEqual(range(from + 1, stored.length));
        for (const message of messages) expect(eventsMessage.safeParse(message).success).toBe(true);
        desk.close();
      },
    ),
    { numRuns: 25 },
  );
});

test('a desk that knows more than this process hears nothing twice', async () => {
  append(10);
  passedOn = 6;
  // It was connected to another process, which had passed on all ten.
  const desk = await open(10);
  await joined();
  append(1);
  pass();
  await desk.until('the next event', ({ events }) => events.length > 0);
  expect(desk.sequences).toEqual([11]);
  desk.close();
});

test('the latest canary comes on joining: after what was missed, and as old as it is', async () => {
  append(2);
  pass();
  beat();
  clock.advance(3_500);
  const desk = await open(0);
  await desk.until('the canary', ({ canaries }) => canaries.length === 1);
  expect(desk.sequences).toEqual([1, 2]);
  expect(desk.canaries).toEqual([{ at: stored[0]!.at, sequence: 2, ageMilliseconds: 3_500 }]);
  beat();
  await desk.until('the next', ({ canaries }) => canaries.length === 2);
  expect(desk.canaries[1]).toEqual({ at: stored[0]!.at, sequence: 2 });
  desk.close();
});

test('a desk that joins before there was any canary gets none but the first', async () => {
  const desk = await open(0);
  await joined();
  expect(desk.canaries).toEqual([]);
  beat();
  await desk.until('the first', ({ canaries }) => canaries.length > 0);
  desk.close();
});

test('a cursor that nobody ever gave out starts again', async () => {
  append(10);
  pass();
  const desk = await open(11);
  await desk.until('goodbye', ({ socket }) => !socket.connected);
  expect(desk.bye).toBe('cursor-too-old');
});

test('who missed more than twenty thousand starts again; who missed fewer catches up', async () => {
  append(20_001);
  pass();
  const late = await open(0);
  await late.until('goodbye', ({ socket }) => !socket.connected);
  expect([late.bye, late.events.length]).toEqual(['cursor-too-old', 0]);
  const desk = await open(1);
  await desk.until('all of it', ({ events }) => events.length === 20_000);
  expect(desk.sequences).toEqual(range(2, 20_001));
  desk.close();
});

test.each([
  ['another protocol', { protocol: feedProtocol + 1, afterSequence: 0 }],
  ['no cursor', { protocol: feedProtocol }],
  ['a cursor that is none', { protocol: feedProtocol, afterSequence: -1 }],
  ['nonsense', 'hello'],
])('a hello with %s: goodbye', async (_, hello) => {
  const desk = await Desk.open(place, cookieOf('centralist'));
  desk.socket.emit('hello', hello as never);
  await desk.until('goodbye', ({ socket }) => !socket.connected);
  expect(desk.bye).toBe('protocol-unknown');
});

test('without hello nothing is told', async () => {
  const silent = await Desk.open(place, cookieOf('centralist'));
  const desk = await open(0);
  await joined();
  append(1);
  pass();
  await desk.until('the event', ({ events }) => events.length === 1);
  expect(silent.events).toEqual([]);
  silent.close();
  desk.close();
});

test.each([
  ['of another centre', { centreId: randomUUID(), streamType: 'alarm' }],
  ['of an incident file', { centreId, streamType: 'incident' }],
])('what is %s is a number and nothing else, missed or as it happens', async (_what, whose) => {
  const happens = () => {
    append(1);
    append(1, 'secret', whose);
    append(1);
  };
  happens();
  pass();
  const desk = await Desk.open(place, cookieOf('centralist'));
  const items: DeskItem[] = [];
  desk.socket.on('events', (list) => items.push(...list));
  desk.socket.emit('hello', { protocol: feedProtocol, afterSequence: 0 });
  await desk.until('what it missed', () => items.length === 3);
  await joined();
  happens();
  pass();
  await desk.until('the news', () => items.length === 6);
  expect(items.map(({ sequence }) => sequence)).toEqual(range(1, 6));
  expect(items.filter(isWithheld)).toEqual([{ sequence: 2 }, { sequence: 5 }]);
  expect(JSON.stringify(items)).not.toContain('secret');
  desk.close();
});

test('a second hello changes nothing', async () => {
  append(2);
  pass();
  const desk = await open(0);
  await desk.until('two events', ({ events }) => events.length === 2);
  desk.socket.emit('hello', { protocol: feedProtocol, afterSequence: 0 });
  await joined();
  append(1);
  pass();
  await desk.until('the third', ({ events }) => events.length >= 3);
  expect(desk.sequences).toEqual([1, 2, 3]);
  desk.close();
});

test.each<[string, string]>([
  ['nobody', 'not-logged-in'],
  ['oov-officer', 'not-allowed'],
  ['administrator', 'not-allowed'],
  ['holder', 'not-allowed'],
])('%s gets no socket', async (who, reason) => {
  await expect(Desk.open(place, cookieOf(who))).rejects.toThrow(reason);
  expect(desks.count()).toBe(0);
});

test('another site gets no socket; a program that says no origin does', async () => {
  await expect(
    Desk.open(place, cookieOf('centralist'), undefined, 'http://evil.test'),
  ).rejects.toThrow();
  const program = await Desk.open(place, cookieOf('centralist'), undefined, '');
  expect(program.socket.connected).toBe(true);
  program.close();
});

test('a session that ended says so and takes its socket along, and no other', async () => {
  const [ended, stays] = [await open(0), await open(0)];
  standing.delete([...standing][0]!);
  await desks.checkSessions();
  await ended.until('goodbye', ({ socket }) => !socket.connected);
  expect(ended.bye).toBe('session-ended');
  expect([stays.bye, stays.socket.connected]).toEqual([null, true]);
  stays.close();
});

test('a stop is told before it comes', async () => {
  const desk = await open(0);
  await desks.close();
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
    Object.assign(mostWaiting, limits);
    const [slow, quick] = [await open(0), await open(0)];
    await joined();
    const line = lineOf(slow);
    line.pause();
    for (const characters of pieces) {
      append(1, 'x'.repeat(characters));
      pass();
    }
    await quick.until('all of it', ({ events }) => events.length === pieces.length);
    await desks.checkSessions();
    expect([quick.bye, quick.socket.connected]).toEqual([null, true]);
    line.resume();
    // It had been told before; it hears it once it reads again, and never takes a hole for the present.
    await slow.until('goodbye', ({ socket }) => !socket.connected);
    expect(slow.bye).toBe('too-slow');
    expect(slow.sequences).toEqual(range(1, slow.sequences.length));
    quick.close();
  },
);

test('what a desk says upward is taken when it is what it should be', async () => {
  const desk = await open(0);
  desk.socket.emit('presented', { alarmId: 'nonsense' });
  desk.socket.emit('presented', null as never);
  desk.socket.emit('presence', { state: 'asleep' } as never);
  desk.socket.emit('ping', 'no function' as never);
  desk.socket.emit('presented', { alarmId });
  const { at } = await new Promise<{ at: string }>((resolve) => desk.socket.emit('ping', resolve));
  expect(at).toBe('2026-11-21T20:15:00.000Z');
  expect(presented).toEqual([alarmId]);
  desk.close();
});

test('F3 of ten thousand messages some are heard, then none; then its sockets are closed, and no other’s', async () => {
  const [quiet, loud] = [await open(0), await open(0)];
  await joined();
  // Each another alarm, so that none is a repeat of one before.
  for (let count = 0; count < 1_000; count += 1)
    loud.socket.emit('presented', { alarmId: randomUUID() });
  await quiet.until('what it says', () => presented.length >= 400);
  await joined();
  expect(presented.length).toBeLessThanOrEqual(500);
  expect([loud.bye, loud.socket.connected]).toEqual([null, true]);
  for (let count = 0; count < 9_000; count += 1)
    loud.socket.emit('presented', { alarmId: randomUUID() });
  await loud.until('goodbye', ({ socket }) => !socket.connected);
  expect(loud.bye).toBe('too-many');
  expect(presented.length).toBeLessThanOrEqual(500);
  quiet.socket.emit('presented', { alarmId });
  await quiet.until('its report', () => presented.includes(alarmId));
  expect([quiet.bye, quiet.socket.connected]).toEqual([null, true]);
  quiet.close();
});

test.each([
  ['ping', () => undefined],
  ['presence', (count: number) => ({ state: count % 2 ? 'busy' : 'free' })],
  ['presented', () => 'nonsense'],
  ['hello', () => ({ protocol: feedProtocol, afterSequence: 0 })],
  ['something else', (count: number) => count],
])('F3 nor of any other message: %s', async (name, message) => {
  const desk = await open(0);
  await joined();
  const before = renewals;
  // Typed by its name, which here is any.
  const say = desk.socket.emit.bind(desk.socket) as (name: string, message: unknown) => unknown;
  for (let count = 0; count < 3_000; count += 1) say(name, message(count));
  await desk.until('goodbye', ({ socket }) => !socket.connected);
  expect(desk.bye).toBe('too-many');
  // The first change is told at once; the clock of this test stands still.
  expect(renewals - before).toBeLessThanOrEqual(1);
});

test('F3 a desk that hears itself refused is heard again ten seconds later', async () => {
  const cookie = cookieOf('centralist');
  const hello = { protocol: feedProtocol, afterSequence: 0 };
  const loud = await Desk.open(place, cookie, hello);
  for (let count = 0; count < 3_000; count += 1) loud.socket.emit('presented', { alarmId });
  await loud.until('goodbye', ({ socket }) => !socket.connected);
  const again = await Desk.open(place, cookie, hello);
  again.socket.emit('presented', { alarmId });
  await again.until('goodbye', ({ socket }) => !socket.connected);
  expect(again.bye).toBe('too-many');
  clock.advance(10_000);
  const later = await Desk.open(place, cookie, hello);
  const { length } = presented;
  later.socket.emit('presented', { alarmId });
  await later.until('its report', () => presented.length > length);
  later.close();
});

/** Each opened desk is another session of another person. */
function open(afterSequence: number): Promise<Desk> {
  return Desk.open(place, cookieOf('centralist'), { protocol: feedProtocol, afterSequence });
}

function cookieOf(who: string): string {
  return `${who}/${randomUUID()}`;
}

function entryOf(cookie = ''): Entry | null {
  const [who = '', sessionToken = ''] = cookie.split('/');
  if (who === 'nobody') return null;
  standing.add(sessionToken);
  const person = { type: 'person', id: randomUUID(), name: who, role: who as Role } as const;
  return { visitor: { ...person, centreId, municipalityId: null }, sessionToken };
}

function append(count: number, effectKind = 'x', whose = { centreId, streamType: 'alarm' }): void {
  for (let added = 0; added < count; added += 1)
    stored.push({
      ...whose,
      type: 'EffectFailed',
      data: { effectId: randomUUID(), effectKind, attempts: 1 },
      alarmId,
      version: stored.length + 1,
      schemaVersion: 1,
      at: '2026-11-21T20:15:00.000Z',
      actor: { type: 'system', part: 'outbox' },
      sequence: stored.length + 1,
    });
}

/** The follower passes on what it had not yet. */
function pass(): void {
  const news = stored.slice(passedOn);
  passedOn = stored.length;
  for (let start = 0; start < news.length; start += 500)
    desks.events(centreId, news.slice(start, start + 500));
}

/** A canary, as the follower hands it on. */
function beat(): void {
  desks.canary(centreId, { at: '2026-11-21T20:15:00.000Z', sequence: passedOn });
}

/** The WebSocket below a desk's, which may stop reading. */
function lineOf(desk: Desk): { pause(): void; resume(): void } {
  const { transport } = desk.socket.io.engine as unknown as {
    transport: { ws: { pause(): void; resume(): void } };
  };
  return transport.ws;
}

/** Every socket that said hello is in its room by now: joining takes no more than these turns. */
async function joined(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve, 2));
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
