// The encryption of SIA DC-09: AES in CBC mode, an initial vector of sixteen zero bytes for every
// message, and padding of the protocol's own. Pure computation, apart from the random pad.
import { createCipheriv, createDecipheriv, randomInt } from 'node:crypto';

const blockBytes = 16;
const zeroVector = new Uint8Array(blockBytes);

/** Everything printable but the three characters that have a meaning in a frame. */
const padAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Decrypts what stands between a frame's `[` and its end. Null when it isn't whole blocks of hex.
 * `key` is 16, 24 or 32 bytes; another length is a bug in the register and throws a RangeError.
 */
export function decryptHex(hex: string, key: Uint8Array): Uint8Array | null {
  const algorithm = algorithmFor(key);
  if (hex.length === 0 || hex.length % (blockBytes * 2) !== 0 || !/^[0-9A-Fa-f]+$/.test(hex)) {
    return null;
  }
  const decipher = createDecipheriv(algorithm, key, zeroVector).setAutoPadding(false);
  return new Uint8Array(Buffer.concat([decipher.update(hex, 'hex'), decipher.final()]));
}

/**
 * Encrypts `clear` (which begins with the bar that ends the pad) to upper-case hex. The pad goes in
 * front and is 1–16 bytes, a whole block when the text is aligned by itself.
 */
export function encryptHex(clear: string, key: Uint8Array, pad: PadMaker = randomPad): string {
  const bytes = Buffer.from(clear, 'latin1');
  const padded = Buffer.concat([
    Buffer.from(pad(blockBytes - (bytes.length % blockBytes)), 'latin1'),
    bytes,
  ]);
  const cipher = createCipheriv(algorithmFor(key), key, zeroVector).setAutoPadding(false);
  return Buffer.concat([cipher.update(padded), cipher.final()])
    .toString('hex')
    .toUpperCase();
}

/** Makes a pad of exactly `length` characters, none of them `|`, `[` or `]`. */
export type PadMaker = (length: number) => string;

/** Printable, because receivers in the field read the clear text as a string. */
export const randomPad: PadMaker = (length) =>
  Array.from({ length }, () => padAlphabet.charAt(randomInt(padAlphabet.length))).join('');

/**
 * The clear text behind the pad. Link tests and answers of some senders leave the bar out, so without
 * a bar in the first block it begins at the closing bracket that every clear text has.
 */
export function withoutPad(clear: Uint8Array): Uint8Array | null {
  const bar = clear.indexOf(0x7c);
  if (bar !== -1 && bar <= blockBytes) return clear.subarray(bar + 1);
  const bracket = clear.indexOf(0x5d);
  return bracket !== -1 && bracket <= blockBytes ? clear.subarray(bracket) : null;
}

function algorithmFor(key: Uint8Array): string {
  if (key.length !== 16 && key.length !== 24 && key.length !== 32) {
    throw new RangeError('a DC-09 key must be 16, 24 or 32 bytes long');
  }
  return `aes-${key.length * 8}-cbc`;
}
