// Sealing: AES-256-GCM with a fresh nonce. What is sealed for an event is what its hash covers, so a
// key can be thrown away and the chain still verifies.
import { createCipheriv, createDecipheriv, randomBytes, type CipherKey } from 'node:crypto';

const nonceBytes = 12;
const tagBytes = 16;

/**
 * Base64 of nonce ‖ ciphertext ‖ tag. `purpose` is bound to it: a sealed note cannot be passed off as
 * another alarm's position.
 */
export function seal(key: CipherKey, purpose: string, clear: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
  return Buffer.concat([
    nonce,
    cipher.update(clear, 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]).toString('base64');
}

/**
 * Null when this key does not open it: what it was sealed under was erased and another made since, or
 * the text was changed, which the hash chain tells apart. One such text must not stop a whole feed.
 */
export function openIfPossible(key: CipherKey, purpose: string, sealed: string): string | null {
  try {
    return open(key, purpose, sealed);
  } catch {
    return null;
  }
}

/** Throws when the text was changed, the key is another, or the purpose differs. */
export function open(key: CipherKey, purpose: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes))
    .setAAD(Buffer.from(purpose))
    .setAuthTag(bytes.subarray(bytes.length - tagBytes));
  return Buffer.concat([
    decipher.update(bytes.subarray(nonceBytes, bytes.length - tagBytes)),
    decipher.final(),
  ]).toString('utf8');
}
