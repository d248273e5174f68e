// Sealing: AES-256-GCM with a fresh nonce. What is sealed for an event is what its hash covers, so a
// key can be thrown away and the chain still verifies.
import { createCipheriv, createDecipheriv, randomBytes, type CipherKey } from 'node:crypto';

const nonceBytes = 12;
const tagBytes = 16;

/** Base64 of what `sealBytes` gives, for columns and events that are text. */
export function seal(key: CipherKey, purpose: string, clear: string): string {
  return sealBytes(key, purpose, clear).toString('base64');
}

/**
 * Nonce ‖ ciphertext ‖ tag, of bytes or of a text in UTF-8. `purpose` is bound to it: a sealed note
 * cannot be passed off as another alarm's position.
 */
export function sealBytes(key: CipherKey, purpose: string, clear: string | Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
  const sealed = typeof clear === 'string' ? cipher.update(clear, 'utf8') : cipher.update(clear);
  return Buffer.concat([nonce, sealed, cipher.final(), cipher.getAuthTag()]);
}

/**
 * Null when this key does not open it: what it was sealed under was erased and another made since, or
 * the text was changed, which the hash chain tells apart. One such text must not stop a whole feed.
 */
export function openIfPossible(key: CipherKey, purpose: string, sealed: string): string | null {
  return openBytesIfPossible(key, purpose, Buffer.from(sealed, 'base64'))?.toString('utf8') ?? null;
}

/** The same where one of several keys may be the one. */
export function openWithOneOf(
  keys: readonly CipherKey[],
  purpose: string,
  sealed: string,
): string | null {
  for (const key of keys) {
    const opened = openIfPossible(key, purpose, sealed);
    if (opened !== null) return opened;
  }
  return null;
}

/** The same for bytes. */
export function openBytesIfPossible(
  key: CipherKey,
  purpose: string,
  sealed: Uint8Array,
): Buffer | null {
  try {
    return openBytes(key, purpose, sealed);
  } catch {
    return null;
  }
}

/** Throws when the text was changed, the key is another, or the purpose differs. */
export function open(key: CipherKey, purpose: string, sealed: string): string {
  return openBytes(key, purpose, Buffer.from(sealed, 'base64')).toString('utf8');
}

function openBytes(key: CipherKey, purpose: string, sealed: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes))
    .setAAD(Buffer.from(purpose))
    .setAuthTag(sealed.subarray(sealed.length - tagBytes));
  return Buffer.concat([
    decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes)),
    decipher.final(),
  ]);
}
