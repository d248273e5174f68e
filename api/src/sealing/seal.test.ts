import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { open, openBytesIfPossible, openIfPossible, seal, sealBytes } from './seal.ts';

const key = randomBytes(32);
const purpose = 'event/alarm/1';

test('opens to what was sealed, whatever was said', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (clear) => {
      expect(open(key, purpose, seal(key, purpose, clear))).toBe(clear);
    }),
  );
});

test('opens to the very bytes, also those that are no text', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (clear) => {
      const sealed = sealBytes(key, purpose, clear);
      expect(openBytesIfPossible(key, purpose, sealed)).toEqual(Buffer.from(clear));
      expect(openBytesIfPossible(key, 'event/alarm/2', sealed)).toBeNull();
    }),
  );
});

test('says nothing about what is in it: the same text never looks the same', () => {
  const sealed = Array.from({ length: 50 }, () => seal(key, purpose, 'blauwe fiets'));
  expect(new Set(sealed).size).toBe(50);
  for (const text of sealed) expect(Buffer.from(text, 'base64').toString()).not.toContain('fiets');
});

describe('opens for nobody else', () => {
  const sealed = seal(key, purpose, 'blauwe fiets');
  const changed = Buffer.from(sealed, 'base64');
  const byteAt = (index: number) => {
    const copy = Buffer.from(changed);
    copy[index] = copy[index]! ^ 1;
    return copy.toString('base64');
  };
  test.each([
    ['another key', randomBytes(32), purpose, sealed],
    ['another purpose', key, 'event/alarm/2', sealed],
    ['one bit of the nonce', key, purpose, byteAt(0)],
    ['one bit of the text', key, purpose, byteAt(14)],
    ['one bit of the tag', key, purpose, byteAt(changed.length - 1)],
    ['cut off', key, purpose, sealed.slice(0, 24)],
    ['a tag of four bytes', key, purpose, changed.subarray(0, 16).toString('base64')],
    ['nothing', key, purpose, ''],
  ])('%s', (_what, withKey, forPurpose, text) => {
    expect(() => open(withKey, forPurpose, text)).toThrow();
    expect(openIfPossible(withKey, forPurpose, text)).toBeNull();
  });
});
