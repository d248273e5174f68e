// SIA DC-09 as a device writes and reads it: frames out, answers in. Written from the protocol, not
// from our receiver, and shares no code with it: two ends with one mistake would agree with each other.
import { createCipheriv, createDecipheriv, randomInt } from 'node:crypto';

export type FrameParts = {
  id: 'SIA-DCS' | 'ADM-CID' | 'NULL';
  /** 0–9999. */
  sequence: number;
  /** Hex digits of the receiver number; left out when undefined. */
  receiver?: string;
  /** Hex digits of the line number. */
  line?: string;
  account: string;
  /** Behind `#account|`; empty for a link test. */
  data: string;
  /** Each without brackets, first letter included. */
  extended?: readonly string[];
  /** Always sent when encrypted, because receivers demand it. */
  time?: Date;
  /** 16, 24 or 32 bytes; encrypts the frame. */
  key?: Uint8Array;
  /** Only to make a published example again; otherwise random. */
  pad?: string;
};

export function encodeFrame(parts: FrameParts): Buffer {
  const sequence = String(parts.sequence).padStart(4, '0');
  const receiver = parts.receiver === undefined ? '' : `R${parts.receiver}`;
  const address = `${sequence}${receiver}L${parts.line ?? '0'}#${parts.account}`;
  const data = parts.id === 'NULL' ? '' : `#${parts.account}|${parts.data}`;
  const extended = (parts.extended ?? []).map((field) => `[${field}]`).join('');
  const time = parts.time === undefined ? '' : `_${stamp(parts.time)}`;
  if (parts.key === undefined) {
    return enveloped(`"${parts.id}"${address}[${data}]${extended}${time}`);
  }
  const clear = `|${data}]${extended}${time}`;
  return enveloped(`"*${parts.id}"${address}[${encrypted(clear, parts.key, parts.pad)}`);
}

/** Longitude and latitude as DC-09 writes them: degrees, hemisphere, decimal minutes. */
export function positionFields(latitude: number, longitude: number): [string, string] {
  return [
    `X${degrees(longitude, 3, longitude < 0 ? 'W' : 'E')}`,
    `Y${degrees(latitude, 2, latitude < 0 ? 'S' : 'N')}`,
  ];
}

export type Answer = {
  type: 'ACK' | 'NAK' | 'DUH' | 'unreadable';
  isEncrypted: boolean;
  sequence: number | null;
  account: string | null;
  /** The receiver's clock, when it says it. */
  time: Date | null;
  text: string;
};

/** Reads a receiver's answer; `unreadable` when checksum, form or key is wrong. */
export function readAnswer(bytes: Uint8Array, key?: Uint8Array): Answer {
  const text = Buffer.from(bytes).toString('latin1').trim();
  const unreadable: Answer = {
    type: 'unreadable',
    isEncrypted: false,
    sequence: null,
    account: null,
    time: null,
    text,
  };
  const match =
    /^([0-9A-F]{4})([0-9A-F]{4})("(\*?)(ACK|NAK|DUH)"(\d{4})(?:R[0-9A-F]*)?(?:L[0-9A-F]*)?(?:#([0-9A-F]+))?(?:A0)?\[(.*))$/s.exec(
      text,
    );
  if (match === null) return unreadable;
  const [, crc = '', length = '', body = '', star, type, sequence, account, rest = ''] = match;
  if (parseInt(crc, 16) !== checksum(Buffer.from(body, 'latin1'))) return unreadable;
  if (parseInt(length, 16) !== body.length) return unreadable;
  const clear = star === '*' ? decrypted(rest, key) : rest;
  // An encrypted answer without the time that proves its freshness is nobody's.
  const time = readStamp(/\]_(.*)$/s.exec(clear ?? '')?.[1] ?? '');
  if (star === '*' && time === null) return unreadable;
  return {
    type: type as 'ACK' | 'NAK' | 'DUH', // the expression allows no other
    isEncrypted: star === '*',
    sequence: Number(sequence),
    account: account ?? null,
    time,
    text,
  };
}

/** CRC-16/ARC, bit by bit: slow, and plainly the definition. */
export function checksum(bytes: Uint8Array): number {
  let remainder = 0;
  for (const byte of bytes) {
    remainder ^= byte;
    for (let bit = 0; bit < 8; bit += 1) {
      remainder = remainder & 1 ? (remainder >> 1) ^ 0xa001 : remainder >> 1;
    }
  }
  return remainder;
}

function enveloped(body: string): Buffer {
  const bytes = Buffer.from(body, 'latin1');
  const four = (value: number): string => value.toString(16).toUpperCase().padStart(4, '0');
  return Buffer.from(`\n${four(checksum(bytes))}${four(bytes.length)}${body}\r`, 'latin1');
}

const blockBytes = 16;

function encrypted(clear: string, key: Uint8Array, givenPad?: string): string {
  const pad = givenPad ?? randomPad(blockBytes - (clear.length % blockBytes));
  const cipher = createCipheriv(cipherFor(key), key, Buffer.alloc(blockBytes)).setAutoPadding(
    false,
  );
  return (cipher.update(pad + clear, 'latin1', 'hex') + cipher.final('hex')).toUpperCase();
}

function decrypted(hex: string, key?: Uint8Array): string | null {
  if (key === undefined || !/^(?:[0-9A-F]{32})+\]?$/i.test(hex)) return null;
  const decipher = createDecipheriv(cipherFor(key), key, Buffer.alloc(blockBytes));
  return decipher.setAutoPadding(false).update(hex.replace(/\]$/, ''), 'hex', 'latin1');
}

function cipherFor(key: Uint8Array): string {
  return `aes-${key.length * 8}-cbc`;
}

function randomPad(length: number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length }, () => letters.charAt(randomInt(letters.length))).join('');
}

function stamp(time: Date): string {
  // 2026-11-21T20:15:00.000Z
  const [day = '', clock = ''] = time.toISOString().split('T');
  const [year, month, date] = day.split('-');
  return `${clock.slice(0, 8)},${month}-${date}-${year}`;
}

function readStamp(text: string): Date | null {
  const match = /^(\d\d:\d\d:\d\d),(\d\d)-(\d\d)-(\d{4})/.exec(text);
  if (match === null) return null;
  const time = new Date(`${match[4]}-${match[2]}-${match[3]}T${match[1]}Z`);
  return Number.isNaN(time.getTime()) ? null : time;
}

function degrees(value: number, width: number, hemisphere: string): string {
  const tenThousandths = Math.round(Math.abs(value) * 60 * 10_000);
  const whole = Math.floor(tenThousandths / 600_000);
  const minutes = ((tenThousandths % 600_000) / 10_000).toFixed(4).padStart(7, '0');
  return `${String(whole).padStart(width, '0')}${hemisphere}${minutes}`;
}
