// What a desk says upward: heard as far as it is what it should be, and no more of it than is worth a press.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { feedProtocol } from '@achterwacht/shared/feed.ts';
import { Desk } from '../../testing/instance/person.ts';
import { alarmId, withFeed } from './test-feed.ts';

const feed = withFeed();

test('what a desk says upward is taken when it is what it should be', async () => {
  const desk = await feed.open(0);
  desk.socket.emit('presented', { alarmId: 'nonsense' });
  desk.socket.emit('presented', null as never);
  desk.socket.emit('presence', { state: 'asleep' } as never);
  desk.socket.emit('ping', 'no function' as never);
  desk.socket.emit('presented', { alarmId });
  const { at } = await new Promise<{ at: string }>((resolve) => desk.socket.emit('ping', resolve));
  expect(at).toBe('2026-11-21T20:15:00.000Z');
  expect(feed.presented).toEqual([alarmId]);
  desk.close();
});

test('F3 of ten thousand messages some are heard, then none; then its sockets are closed, and no other’s', async () => {
  const [quiet, loud] = [await feed.open(0), await feed.open(0)];
  await feed.joined();
  // Each another alarm, so that none is a repeat of one before.
  for (let count = 0; count < 1_000; count += 1)
    loud.socket.emit('presented', { alarmId: randomUUID() });
  await quiet.until('what it says', () => feed.presented.length >= 400);
  await feed.joined();
  expect(feed.presented.length).toBeLessThanOrEqual(500);
  expect([loud.bye, loud.socket.connected]).toEqual([null, true]);
  for (let count = 0; count < 9_000; count += 1)
    loud.socket.emit('presented', { alarmId: randomUUID() });
  await loud.until('goodbye', ({ socket }) => !socket.connected);
  expect(loud.bye).toBe('too-many');
  expect(feed.presented.length).toBeLessThanOrEqual(500);
  quiet.socket.emit('presented', { alarmId });
  await quiet.until('its report', () => feed.presented.includes(alarmId));
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
  const desk = await feed.open(0);
  await feed.joined();
  const before = feed.renewals;
  // Typed by its name, which here is any.
  const send = desk.socket.emit.bind(desk.socket) as (name: string, message: unknown) => unknown;
  for (let count = 0; count < 3_000; count += 1) send(name, message(count));
  await desk.until('goodbye', ({ socket }) => !socket.connected);
  expect(desk.bye).toBe('too-many');
  // The first change is told at once; the clock of this test stands still.
  expect(feed.renewals - before).toBeLessThanOrEqual(1);
});

test('F3 a desk that hears itself refused is heard again ten seconds later', async () => {
  const cookie = feed.cookieOf('centralist');
  const hello = { protocol: feedProtocol, afterSequence: 0 };
  const loud = await Desk.open(feed.place, cookie, hello);
  for (let count = 0; count < 3_000; count += 1) loud.socket.emit('presented', { alarmId });
  await loud.until('goodbye', ({ socket }) => !socket.connected);
  const again = await Desk.open(feed.place, cookie, hello);
  again.socket.emit('presented', { alarmId });
  await again.until('goodbye', ({ socket }) => !socket.connected);
  expect(again.bye).toBe('too-many');
  feed.clock.advance(10_000);
  const later = await Desk.open(feed.place, cookie, hello);
  const { length } = feed.presented;
  later.socket.emit('presented', { alarmId });
  await later.until('its report', () => feed.presented.length > length);
  later.close();
});
