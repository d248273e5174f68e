// The outside of a DC-09 frame: <LF> CRC length body <CR>. Everything inside the quotes and after is
// dc09-body.ts; cutting a stream into frames is dc09-frame.ts.
import { crc16Arc } from './crc16-arc.ts';

export const lineFeed = 0x0a;
export const carriageReturn = 0x0d;
export const quote = 0x22;

/** Standard senders write the checksum as four hex digits, some in the field as two raw bytes. */
export type CrcFormat = 'hex' | 'binary';

export type Envelope = {
  crcFormat: CrcFormat;
  crc: 'good' | 'bad' | 'absent';
  /** `decimal`: some senders write it in decimal digits; that the bytes are whole the checksum proves. */
  length: 'good' | 'decimal' | 'bad' | 'absent';
  /** Raw bytes from the first quote up to, not including, the carriage return. */
  body: Uint8Array;
};

export type EnvelopeHeader = {
  crcFormat: CrcFormat;
  statedCrc: number;
  /** Bytes of the body as the sender counted them. */
  statedLength: number;
  /** Where the body's opening quote stands. */
  bodyAt: number;
};

/**
 * Reads the checksum and length that stand at `at`, directly before an opening quote. Null when
 * there is no such header there, or not yet all of it.
 */
export function headerAt(bytes: Uint8Array, at: number): EnvelopeHeader | null {
  // Hex first: four hex digits can't be told from two raw bytes by themselves, but the place of the
  // quote can.
  const hexCrc = hexValue(bytes, at, 4);
  const hexLength = hexValue(bytes, at + 4, 4);
  if (hexCrc !== null && hexLength !== null && bytes[at + 8] === quote) {
    return { crcFormat: 'hex', statedCrc: hexCrc, statedLength: hexLength, bodyAt: at + 8 };
  }
  const binaryLength = hexValue(bytes, at + 2, 4);
  if (binaryLength !== null && bytes[at + 6] === quote) {
    // The quote at `at + 6` was read, so both bytes before it exist.
    const statedCrc = (bytes[at]! << 8) | bytes[at + 1]!;
    return { crcFormat: 'binary', statedCrc, statedLength: binaryLength, bodyAt: at + 6 };
  }
  return null;
}

/**
 * Opens one frame as the splitter cut it. A frame without a readable header still yields what there
 * is from its first quote on, or all of it, so that a press in it is heard.
 */
export function openEnvelope(frame: Uint8Array): Envelope {
  const end = endOfBody(frame);
  const header =
    frame[0] === lineFeed
      ? // A binary checksum may itself begin with the byte of a line feed.
        (headerAt(frame, 1) ?? headerAt(frame, 0))
      : headerAt(frame, 0);
  if (header === null) {
    const bodyAt = Math.max(frame.indexOf(quote), 0);
    return {
      crcFormat: 'hex',
      crc: 'absent',
      length: 'absent',
      body: frame.subarray(bodyAt, Math.max(end, bodyAt)),
    };
  }
  const body = frame.subarray(header.bodyAt, Math.max(end, header.bodyAt));
  return {
    crcFormat: header.crcFormat,
    crc: crc16Arc(body) === header.statedCrc ? 'good' : 'bad',
    length: judgeLength(header.statedLength, body.length),
    body,
  };
}

function judgeLength(stated: number, counted: number): Envelope['length'] {
  if (stated === counted) return 'good';
  // Its digits, read as decimal; not a number where one of them is a letter.
  return Number(stated.toString(16)) === counted ? 'decimal' : 'bad';
}

/** A whole frame around `body`, ready for the wire. The body is ASCII from its opening quote on. */
export function sealEnvelope(body: string, crcFormat: CrcFormat = 'hex'): Uint8Array {
  const bytes = Buffer.from(body, 'latin1');
  const crc = crc16Arc(bytes);
  const crcBytes =
    crcFormat === 'hex'
      ? Buffer.from(hexDigits(crc), 'latin1')
      : Buffer.from([crc >>> 8, crc & 255]);
  return new Uint8Array([
    lineFeed,
    ...crcBytes,
    ...Buffer.from(hexDigits(bytes.length), 'latin1'),
    ...bytes,
    carriageReturn,
  ]);
}

function hexDigits(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0');
}

/** Trailing carriage return, and the NULs and line feeds some senders put after it, are not body. */
function endOfBody(frame: Uint8Array): number {
  let end = frame.length;
  while (end > 0) {
    const last = frame[end - 1];
    if (last !== carriageReturn && last !== lineFeed && last !== 0) break;
    end -= 1;
  }
  return end;
}

function hexValue(bytes: Uint8Array, at: number, digits: number): number | null {
  let value = 0;
  for (let index = at; index < at + digits; index += 1) {
    const digit = hexDigitValue(bytes[index]);
    if (digit === null) return null;
    value = value * 16 + digit;
  }
  return value;
}

function hexDigitValue(byte: number | undefined): number | null {
  if (byte === undefined) return null;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : null;
}
