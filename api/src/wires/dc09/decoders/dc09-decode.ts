// Turns one raw DC-09 frame into signals, or into a named failure that still carries whatever could
// be read of it: a person may be calling for help in a frame that the protocol says to refuse.
//
// The order of the questions is the order of trust. Is it whole (checksum, length)? Does it have the
// form? Is it from an account we know, encrypted if that account has a key? Does the key open it? Is
// its time fresh? Only then: what does it say?
import { callsForHelp } from '@achterwacht/shared/alarm/joining.ts';
import {
  duressKinds,
  type DecodedSignal,
  type SignalWarning,
} from '@achterwacht/shared/signals.ts';
import { boundedSignals } from './bounded-signals.ts';
import {
  readContent,
  readHeader,
  readText,
  salvageHeader,
  type BodyContent,
  type BodyHeader,
} from './content/dc09-body.ts';
import { decryptHex, withoutPad } from './frame/dc09-crypto.ts';
import { openEnvelope, type CrcFormat, type Envelope } from './frame/dc09-envelope.ts';
import { readExtendedData } from './content/dc09-extended-data.ts';
import { salvageSignals, signalsOf } from './content/dc09-signals.ts';
import { judgeTime, readTime } from './frame/dc09-time.ts';
import { trimmed } from './content/trim.ts';

/** Why a frame is refused on the wire. What each is answered with is the table in dc09-reply.ts. */
export type Dc09Failure =
  /** The checksum does not match the bytes. */
  | 'crc'
  /** The checksum matches and the stated length does not. */
  | 'length'
  /** It has not the form of a frame. */
  | 'malformed'
  /** Somebody's answer (ACK, NAK, DUH, RSP) came in where a message belongs. */
  | 'stray-reply'
  /** Well formed, of a message type that we don't speak. */
  | 'unknown-id'
  | 'unknown-account'
  /** Plain, for an account that has a key. */
  | 'downgrade'
  /** Encrypted, for an account that has none. */
  | 'no-key'
  /** The account's key doesn't open it. */
  | 'wrong-key'
  /** Encrypted and without a readable time. */
  | 'time-missing'
  /** Encrypted, and more than 20 s ahead of us or 40 s behind. */
  | 'time-outside'
  /** Everything is in order but no event can be read from the data. */
  | 'unusable-data';

/** What could be read. In a failure each part may be null and `signals` may be empty. */
export type Dc09Reading = {
  /** Message type in upper case, without the star that says encrypted. */
  id: string | null;
  /** Four digits as sent. */
  sequence: string | null;
  /** Receiver and line number: hex digits without their letter; null when the letter is absent. */
  receiver: string | null;
  line: string | null;
  /** Upper case. The header's account; that of the data when the header has none. */
  account: string | null;
  encrypted: boolean;
  crcFormat: CrcFormat;
  frameTime: Date | null;
  signals: DecodedSignal[];
  /** Field V, never shown as a link without saying that a device sent it. */
  verificationUrl: string | null;
};

export type Dc09Decoded =
  | ({ status: 'decoded' } & Dc09Reading)
  | ({ status: 'failed'; failure: Dc09Failure } & Dc09Reading);

/** What the register says of an account: its key, known without one, or not known at all. */
export type Dc09KeyAnswer = { key: Uint8Array } | 'none' | 'unknown';

export type Dc09Context = {
  now: Date;
  /** Asked at most once a frame, with the account in upper case. Keys are 16, 24 or 32 bytes. */
  keyFor: (account: string) => Dc09KeyAnswer;
};

const knownIds: ReadonlySet<string> = new Set(['SIA-DCS', 'ADM-CID', 'NULL']);
const replyIds: ReadonlySet<string> = new Set(['ACK', 'NAK', 'DUH', 'RSP']);

/** A link test: proof that the line and the device live, and no signal. */
export function isLinkTest(decoded: Dc09Decoded): boolean {
  return decoded.status === 'decoded' && decoded.id === 'NULL' && decoded.signals.length === 0;
}

/**
 * Decodes one frame, raw as the splitter cut it. Never throws, whatever the bytes; only a key of an
 * impossible length, which no frame can bring about, is a RangeError.
 */
export function decodeDc09(frame: Uint8Array, context: Dc09Context): Dc09Decoded {
  const envelope = openEnvelope(frame);
  const decoded = decodeOpened(frame, envelope, context);
  return envelope.length === 'decimal' ? withWarning(decoded, 'length-decimal') : decoded;
}

function withWarning(decoded: Dc09Decoded, warning: SignalWarning): Dc09Decoded {
  const signals = decoded.signals.map((signal) => ({
    ...signal,
    warnings: [...signal.warnings, warning],
  }));
  return { ...decoded, signals };
}

function decodeOpened(frame: Uint8Array, envelope: Envelope, context: Dc09Context): Dc09Decoded {
  const body = readText(envelope.body);
  const read = readHeader(body);
  const header = read?.header ?? salvageHeader(body);
  // An encrypted frame's content opens with a key only, further down.
  const rest = read?.rest ?? /\[.*/s.exec(body)?.[0];
  const plain =
    rest === undefined || header.isEncrypted
      ? null
      : readContent(rest.replace(/^\[/, ''), header.account);
  const account = header.account ?? plain?.account ?? null;
  const reading = readingOf({ ...header, account }, plain, envelope.crcFormat, context.now);
  // Where no header says that the body begins at the first quote, that quote may be damage behind the press.
  const text = envelope.crc === 'absent' ? readText(frame) : body;
  const fail = (failure: Dc09Failure): Dc09Decoded => failed(failure, reading, text);

  if (envelope.crc === 'bad') return fail('crc');
  if (envelope.length === 'bad') return fail('length');
  if (envelope.crc === 'absent' || read === null || header.id === null) return fail('malformed');
  if (replyIds.has(header.id)) return fail('stray-reply');

  // A link test may name no account: it tests the line, and there is nobody to look up.
  const whenUnnamed = header.id === 'NULL' ? 'none' : 'unknown';
  const answer = account === null ? whenUnnamed : context.keyFor(account);
  if (answer === 'unknown') return fail('unknown-account');
  if (header.isEncrypted) {
    if (answer === 'none') return fail('no-key');
    return decodeEncrypted(read.rest, answer.key, { ...header, account }, reading, context.now);
  }
  if (answer !== 'none') return fail('downgrade');
  return judged(reading, fail);
}

function decodeEncrypted(
  rest: string,
  key: Uint8Array,
  header: BodyHeader,
  sealed: Dc09Reading,
  now: Date,
): Dc09Decoded {
  // Some senders add the closing bracket, or repeat the time in clear behind the hex.
  const hex = /^\[\s*([0-9A-F]*)/i.exec(rest)?.[1] ?? '';
  const clear = decryptHex(hex, key);
  if (clear === null) return failed('unusable-data', sealed, '');
  const unpadded = withoutPad(clear);
  const text = unpadded === null ? null : readText(unpadded);
  if (text === null) return failed('wrong-key', sealed, '');
  const content = readContent(text.replaceAll(unshown, ''), header.account);
  if (!looksDecrypted(text) && !isProven(content, header, now))
    return failed('wrong-key', sealed, '');

  const reading = readingOf(header, content, sealed.crcFormat, now);
  const fail = (failure: Dc09Failure): Dc09Decoded => failed(failure, reading, text);
  if (reading.frameTime === null) return fail('time-missing');
  if (judgeTime(reading.frameTime, now) !== 'inside') return fail('time-outside');
  return judged(reading, fail);
}

/**
 * Bytes that no sender should write (a tab, a line end, half a letter) make a good key no bad one: what names the
 * account that it was sent for and a time of now was written with its key.
 */
function isProven(content: BodyContent, header: BodyHeader, now: Date): boolean {
  const time = readTime(content.time ?? '');
  return (
    content.account !== null &&
    content.account === header.account &&
    time !== null &&
    judgeTime(time, now) === 'inside'
  );
}

/** What shows nothing, and what stands for bytes that are no letter. */
const unshown = /[\p{Cc}\ufffd]/gu;

/** The last questions, the same for plain and encrypted frames. */
function judged(reading: Dc09Reading, fail: (failure: Dc09Failure) => Dc09Decoded): Dc09Decoded {
  if (reading.id === null || !knownIds.has(reading.id)) return fail('unknown-id');
  if (reading.signals.length === 0 && reading.id !== 'NULL') return fail('unusable-data');
  return { status: 'decoded', ...reading };
}

/**
 * A wrong key gives noise: control characters, or no closing bracket with an end, more data or a time behind
 * it. All of it is looked at, because one frame of noise in sixteen has a bracket where a link test has it.
 * What fills the last block may be anything that shows nothing.
 */
function looksDecrypted(text: string): boolean {
  const written = trimmed(text, /[\0\s]/, 'end');
  return /^[^\]]*\](?:$|[[_\d\s])/.test(written) && written.search(unshown) < 0;
}

function readingOf(
  header: BodyHeader,
  content: BodyContent | null,
  crcFormat: CrcFormat,
  now: Date,
): Dc09Reading {
  const extended = readExtendedData(content?.extended ?? []);
  const frameTime = readTime(content?.time ?? '');
  return {
    id: header.id,
    sequence: header.sequence,
    receiver: header.receiver,
    line: header.line,
    account: header.account,
    encrypted: header.isEncrypted,
    crcFormat,
    frameTime,
    signals: content === null ? [] : signalsIn(header.id, content, { extended, frameTime, now }),
    verificationUrl: extended.verificationUrl,
  };
}

/** Some senders fill a link test's brackets with an event that is none; a call for help in it is one all the same. */
function signalsIn(...[id, content, around]: Parameters<typeof signalsOf>): DecodedSignal[] {
  const signals = signalsOf(id, content, around);
  return boundedSignals(id === 'NULL' ? signals.filter(callsForHelp) : signals);
}

/**
 * In a refused frame a press may stand where the form no longer says; it's looked for in all of the
 * text, unless the frame was read well enough to show one.
 */
function failed(failure: Dc09Failure, reading: Dc09Reading, text: string): Dc09Decoded {
  const isHeard = reading.signals.some((signal) => duressKinds.has(signal.kind));
  const signals = isHeard ? reading.signals : [...reading.signals, ...salvageSignals(text)];
  return { status: 'failed', failure, ...reading, signals: boundedSignals(signals) };
}
