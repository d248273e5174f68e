import { describe, expect, test } from 'vitest';
import { DatagramLimit } from './datagram-limit.ts';

const at = (seconds: number): Date => new Date(Date.parse('2026-11-21T20:15:00Z') + seconds * 1000);
const limits = {
  datagramsInHand: 100,
  datagramsInHandPerSender: 20,
  datagramsPerSecondPerSender: 30,
};
const taken = (limit: DatagramLimit, addresses: string[], seconds = 0) =>
  addresses.filter((address) => limit.take(address, at(seconds)) !== null).length;
const of = (count: number, address: string) => Array<string>(count).fill(address);
const rotating = (count: number) => Array.from({ length: count }, (_, index) => `10.0.0.${index}`);

describe('A16 F7 datagrams', () => {
  test('one sender leaves the others their places, also from all of an IPv6 network', () => {
    const limit = new DatagramLimit(limits);
    expect(taken(limit, of(5_000, '10.0.0.1'))).toBe(20);
    expect(
      taken(
        limit,
        Array.from({ length: 5_000 }, (_, index) => `2001:db8::${index + 1}`),
      ),
    ).toBe(20);
    expect(limit.take('10.0.0.2', at(0))).not.toBeNull();
  });

  test('a few loud senders leave the last places to those who have none', () => {
    const limit = new DatagramLimit(limits);
    for (const address of rotating(10)) taken(limit, of(50, address));
    expect(taken(limit, rotating(10))).toBe(0);
    expect(limit.take('192.0.2.1', at(0))).not.toBeNull();
  });

  test('no more in all than can be held, and again as many when they are done', () => {
    const limit = new DatagramLimit(limits);
    const done = rotating(200).map((address) => limit.take(address, at(0)));
    expect(done.filter(Boolean)).toHaveLength(100);
    for (const layDown of done) layDown?.();
    expect(taken(limit, rotating(200), 1)).toBe(100);
  });

  test('no more a second of one sender, even if each is done at once', () => {
    const limit = new DatagramLimit(limits);
    const quick = (seconds: number) =>
      of(1_000, '10.0.0.1').filter((address) => {
        const layDown = limit.take(address, at(seconds));
        layDown?.();
        return layDown && limit.mayRead(address, 100, at(seconds));
      }).length;
    expect(quick(0)).toBe(30);
    expect(limit.take('10.0.0.2', at(0))).not.toBeNull();
    expect(quick(1)).toBe(30);
  });

  test('nor of the frames of one datagram, and fewer of long ones', () => {
    const limit = new DatagramLimit(limits);
    const read = (bytes: number, seconds: number) =>
      of(2_000, '10.0.0.1').filter((address) => limit.mayRead(address, bytes, at(seconds))).length;
    expect(limit.take('10.0.0.1', at(0))).not.toBeNull();
    expect(read(30, 0)).toBe(30);
    expect(limit.take('10.0.0.1', at(0))).toBeNull();
    expect(read(4_096, 1)).toBe(2);
    expect(limit.mayRead('10.0.0.2', 4_096, at(1))).toBe(true);
  });
});
