// The desks' socket on its own, over a feed that this test writes: catching up while events keep
// coming must give every event once and in order.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  events as eventsMessage,
  feedProtocol,
  isWithheld,
  mostEvents,
  type DeskItem,
} from '@achterwacht/shared/feed.ts';
import { Desk } from '../../testing/instance/person.ts';
import { centreId, range, withFeed } from './test-feed.ts';

const feed = withFeed();

test('a desk that has everything hears what comes after it', async () => {
  feed.append(3);
  feed.pass();
  const desk = await feed.open(3);
  await feed.joined();
  feed.append(2);
  feed.pass();
  await desk.until('two events', ({ events }) => events.length === 2);
  expect(desk.sequences).toEqual([4, 5]);
  desk.close();
});

test('events that come while a desk catches up are neither lost nor told twice', async () => {
  feed.append(1_200);
  feed.pass();
  let rounds = 0;
  feed.whileReading = () => {
    rounds += 1;
    // Some are passed on at once; some are in Postgres already, and passed on later.
    feed.append(7);
    if (rounds % 2 === 0) feed.pass();
  };
  const desk = await feed.open(100);
  await desk.until('the events so far', ({ events }) => events.length >= 1_100);
  await feed.joined();
  feed.whileReading = () => {};
  feed.append(5);
  feed.pass();
  await desk.until('the last event', ({ sequences }) => sequences.at(-1) === feed.stored.length);
  expect(desk.sequences).toEqual(range(101, feed.stored.length));
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
        feed.append(missed);
        feed.passedOn = feed.stored.length;
        const desk = await feed.open(feed.passedOn - missed);
        const messages: unknown[] = [];
        desk.socket.on('events', (list) => messages.push(list));
        await desk.until('what it missed', ({ events }) => events.length >= missed);
        await feed.joined();
        const from = feed.stored.length - missed;
        for (const count of sizes) {
          feed.append(count);
          // As one commit gives it, however much that is.
          const news = feed.stored.slice(feed.passedOn);
          feed.passedOn = feed.stored.length;
          feed.desks.events(centreId, news);
        }
        await desk.until('all of it', ({ events }) => events.length >= feed.stored.length - from);
        expect(desk.sequences).toEqual(range(from + 1, feed.stored.length));
        for (const message of messages) expect(eventsMessage.safeParse(message).success).toBe(true);
        desk.close();
      },
    ),
    { numRuns: 25 },
  );
});

test('a desk that knows more than this process hears nothing twice', async () => {
  feed.append(10);
  feed.passedOn = 6;
  // It was connected to another process, which had passed on all ten.
  const desk = await feed.open(10);
  await feed.joined();
  feed.append(1);
  feed.pass();
  await desk.until('the next event', ({ events }) => events.length > 0);
  expect(desk.sequences).toEqual([11]);
  desk.close();
});

test('the latest canary comes on joining: after what was missed, and as old as it is', async () => {
  feed.append(2);
  feed.pass();
  feed.beat();
  feed.clock.advance(3_500);
  const desk = await feed.open(0);
  await desk.until('the canary', ({ canaries }) => canaries.length === 1);
  expect(desk.sequences).toEqual([1, 2]);
  expect(desk.canaries).toEqual([{ at: feed.stored[0]!.at, sequence: 2, ageMilliseconds: 3_500 }]);
  feed.beat();
  await desk.until('the next', ({ canaries }) => canaries.length === 2);
  expect(desk.canaries[1]).toEqual({ at: feed.stored[0]!.at, sequence: 2 });
  desk.close();
});

test('a desk that joins before there was any canary gets none but the first', async () => {
  const desk = await feed.open(0);
  await feed.joined();
  expect(desk.canaries).toEqual([]);
  feed.beat();
  await desk.until('the first', ({ canaries }) => canaries.length > 0);
  desk.close();
});

test('without hello nothing is told', async () => {
  const silent = await Desk.open(feed.place, feed.cookieOf('centralist'));
  const desk = await feed.open(0);
  await feed.joined();
  feed.append(1);
  feed.pass();
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
    feed.append(1);
    feed.append(1, 'secret', whose);
    feed.append(1);
  };
  happens();
  feed.pass();
  const desk = await Desk.open(feed.place, feed.cookieOf('centralist'));
  const items: DeskItem[] = [];
  desk.socket.on('events', (list) => items.push(...list));
  desk.socket.emit('hello', { protocol: feedProtocol, afterSequence: 0 });
  await desk.until('what it missed', () => items.length === 3);
  await feed.joined();
  happens();
  feed.pass();
  await desk.until('the news', () => items.length === 6);
  expect(items.map(({ sequence }) => sequence)).toEqual(range(1, 6));
  expect(items.filter(isWithheld)).toEqual([{ sequence: 2 }, { sequence: 5 }]);
  expect(JSON.stringify(items)).not.toContain('secret');
  desk.close();
});

test('a second hello changes nothing', async () => {
  feed.append(2);
  feed.pass();
  const desk = await feed.open(0);
  await desk.until('two events', ({ events }) => events.length === 2);
  desk.socket.emit('hello', { protocol: feedProtocol, afterSequence: 0 });
  await feed.joined();
  feed.append(1);
  feed.pass();
  await desk.until('the third', ({ events }) => events.length >= 3);
  expect(desk.sequences).toEqual([1, 2, 3]);
  desk.close();
});
