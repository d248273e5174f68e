import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc16Arc } from './crc16-arc.ts';

test('gives the published check value', () => {
  expect(crc16Arc(Buffer.from('123456789'))).toBe(0xbb3d);
  expect(crc16Arc(new Uint8Array())).toBe(0);
});

test('agrees with the polynomial worked out bit by bit', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      let remainder = 0;
      for (const byte of bytes) {
        for (let bit = 0; bit < 8; bit += 1) {
          const isOne = ((byte >> bit) ^ remainder) & 1;
          remainder = isOne ? (remainder >> 1) ^ 0xa001 : remainder >> 1;
        }
      }
      expect(crc16Arc(bytes)).toBe(remainder);
    }),
  );
});
