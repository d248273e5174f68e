// What a token looks like: `aw_`, its id, its secret of 256 bits, and a checksum, so that whoever looks for leaked
// secrets finds it by its form and can tell it from chance. Only a hash of the secret is kept.
import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const form = /^aw_([0-9a-f]{32})([0-9a-f]{64})([0-9a-f]{8})$/;

export type Token = { id: string; secret: string };

/** The id is a uuid; its secret is new. */
export function makeToken(id: string): { token: string; hash: Buffer } {
  const secret = randomBytes(32).toString('hex');
  const body = `aw_${id.replaceAll('-', '')}${secret}`;
  return { token: `${body}${checksum(body)}`, hash: hashOf(secret) };
}

/** Null: it is none, or was not copied whole. */
export function readToken(text: string): Token | null {
  const [, id = '', secret = '', check] = form.exec(text) ?? [];
  if (!secret || checksum(`aw_${id}${secret}`) !== check) return null;
  return { id: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), secret };
}

/** Of what is as long as a key a quick hash tells no more than a slow one. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

const checksum = (text: string) => crc32(text).toString(16).padStart(8, '0');
