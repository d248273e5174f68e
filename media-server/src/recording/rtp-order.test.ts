// Order and time of a recording, from packets as networks deliver them.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SoundCodec } from '@achterwacht/shared/listen-in/sound.ts';
import { createRtpOrder, type SoundPacket } from './rtp-order.ts';

const begin = 1_800_000_000_000;

type OrderedPacket = SoundPacket & { lostBefore: number };

/** What each call gives, as a list. */
function listed(codec: SoundCodec) {
  let given: OrderedPacket[] = [];
  const order = createRtpOrder(codec, 0, (at, payload, lostBefore) =>
    given.push({ at, payload, lostBefore }),
  );
  const after = (act: () => void) => {
    given = [];
    act();
    return given;
  };
  return {
    push: (packet: Buffer, arrivedAt: number) => after(() => order.push(packet, arrivedAt)),
    release: (now: number) => after(() => order.release(now)),
  };
}

test('in order they pass at once, each at its own time', () => {
  const order = listed('opus');
  const given = [0, 1, 2].flatMap((index) => order.push(rtp(index), begin + index * 20 + index));
  expect(given.map(({ at }) => at - begin)).toEqual([0, 20, 40]);
  expect(given.map(({ lostBefore }) => lostBefore)).toEqual([0, 0, 0]);
});

test('one that never comes is waited for, then counted', () => {
  const order = listed('opus');
  order.push(rtp(0), begin);
  expect(order.push(rtp(2), begin + 40)).toEqual([]);
  expect(order.release(begin + 100)).toEqual([]);
  const [packet] = order.release(begin + 200);
  expect(packet).toMatchObject({ lostBefore: 1, at: begin + 40 });
  // It comes after all, when its place has passed.
  expect(order.push(rtp(1), begin + 220)).toEqual([]);
});

test('numbers and timestamps go round', () => {
  const order = listed('pcmu');
  const numbers = [65_534, 65_535, 0, 1];
  const given = numbers.flatMap((number, index) =>
    order.push(rtp(number, (2 ** 32 - 160 + index * 160) % 2 ** 32), begin + index * 20),
  );
  expect(given.map(({ at }) => at - begin)).toEqual([0, 20, 40, 60]);
});

test('a sender that starts anew is taken as it comes', () => {
  const order = listed('opus');
  order.push(rtp(10), begin);
  const [packet] = order.push(rtp(40_000, 77), begin + 1000);
  expect(packet).toMatchObject({ lostBefore: 0, at: begin + 1000 });
});

test('a burst after a tunnel keeps the time at which it was spoken', () => {
  const order = listed('opus');
  order.push(rtp(0), begin);
  const late = [1, 2, 3].flatMap((index) => order.push(rtp(index), begin + 4000));
  expect(late.map(({ at }) => at - begin)).toEqual([20, 40, 60]);
});

test('header extensions, contributing sources and padding are no sound', () => {
  const order = listed('opus');
  const packet = Buffer.concat([
    Buffer.from([0xb1, 111, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]),
    Buffer.from([0, 0, 0, 9]),
    Buffer.from([0xbe, 0xde, 0, 1, 1, 2, 3, 4]),
    Buffer.from('sound'),
    Buffer.from([0, 0, 3]),
  ]);
  expect(order.push(packet, begin)[0]?.payload.toString()).toBe('sound');
});

test('whatever arrives, no packet is given twice, and what is given is in order', () => {
  const arrivals = fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { maxLength: 200 });
  fc.assert(
    fc.property(arrivals, (list) => {
      const order = listed('opus');
      let now = begin;
      const given: OrderedPacket[] = [];
      for (const [number, wait] of list) {
        now += wait;
        given.push(...order.push(rtp(number), now));
      }
      given.push(...order.release(Infinity));
      const numbers = given.map(({ payload }) => payload.readUInt16BE(0));
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
      const first = numbers[0] ?? 0;
      const lost = given.reduce((sum, { lostBefore }) => sum + lostBefore, 0);
      expect(given.length + lost).toBe(
        numbers.length === 0 ? 0 : (numbers.at(-1) ?? 0) - first + 1,
      );
    }),
  );
});

test('noise is nothing', () => {
  const order = listed('opus');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(() => order.push(Buffer.from(bytes), begin)).not.toThrow();
    }),
  );
});

/** The payload is the number. */
function rtp(number: number, timestamp = number * 960): Buffer {
  const packet = Buffer.alloc(14);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8(111, 1);
  packet.writeUInt16BE(number & 0xffff, 2);
  packet.writeUInt32BE(timestamp >>> 0, 4);
  packet.writeUInt32BE(7, 8);
  packet.writeUInt16BE(number & 0xffff, 12);
  return packet;
}
