import { expect, test } from 'vitest';
import { Arrivals, kindOf } from './arrivals.ts';

test.each([
  ['stun', [0x01, 0x01]],
  ['dtls', [0x16, 0xfe]],
  ['dtls', [0x15, 0xfe]],
  ['rtcp', [0x81, 0xc9]],
  ['rtcp', [0x80, 0xc8]],
  ['media', [0x80, 0x6f]],
  // Opus of a stream that begins: the marker is set.
  ['media', [0x90, 0xef]],
  ['media', [0x80, 0x00]],
  ['other', [0x48, 0x54]],
  ['other', []],
] as const)('%s begins with %j', (kind, bytes) => {
  expect(kindOf(Uint8Array.from(bytes))).toBe(kind);
});

test('what should not come is kept for whoever has to find out', () => {
  const arrivals = new Arrivals();
  arrivals.record(Uint8Array.of(0x16, 0xfe));
  arrivals.record(Uint8Array.of(0x80, 0x6f, 0, 1));
  expect(arrivals.counts).toEqual({ stun: 0, dtls: 1, rtcp: 0, media: 1, other: 0 });
  expect(arrivals.suspects).toEqual([{ kind: 'media', hex: '806f0001' }]);
});
