// What a DC-09 receiver says back, and what must happen besides: the whole reply table in one place.
// Answers carry nothing but what the standard puts in them, and are never a way to learn a key.
import { callsForHelp } from '@achterwacht/shared/alarm/joining.ts';
import { encryptHex, randomPad, type PadMaker } from './frame/dc09-crypto.ts';
import type { Dc09Context, Dc09Decoded, Dc09Failure } from './dc09-decode.ts';
import { isLinkTest } from './dc09-decode.ts';
import { sealEnvelope } from './frame/dc09-envelope.ts';
import { writeTime } from './frame/dc09-time.ts';

export type Dc09Answer = 'ACK' | 'NAK' | 'DUH' | 'silence';

export type Dc09Verdict = {
  answer: Dc09Answer;
  /** The bytes to send once everything is durable; null is silence. */
  reply: Uint8Array | null;
  /** Keep the message: everything but link tests, which only say that the device lives. */
  record: boolean;
  /**
   * A readable call for help is refused on the wire: raise it by itself, naming the failure, unless
   * an accepted message of the account follows within 15 s.
   */
  raise: boolean;
};

const answers = {
  crc: 'silence',
  length: 'silence',
  malformed: 'silence',
  // Answering an answer could go on for ever between two receivers.
  'stray-reply': 'silence',
  'unknown-id': 'DUH',
  'unknown-account': 'DUH',
  downgrade: 'silence',
  'no-key': 'DUH',
  'wrong-key': 'DUH',
  'time-missing': 'silence',
  // The sender sets its clock by the time in it and sends again.
  'time-outside': 'NAK',
  'unusable-data': 'DUH',
} satisfies Record<Dc09Failure, Dc09Answer>;

/** Whether a change in the register would make it another verdict. */
export function asksRegister(failure: Dc09Failure): boolean {
  return ['unknown-account', 'downgrade', 'no-key', 'wrong-key'].includes(failure);
}

/**
 * The verdict on a decoded frame. `keyFor` is the one that decoded it: an encrypted frame's answer is
 * encrypted with the same key. `pad` is for tests that need the same bytes twice.
 */
export function replyTo(
  decoded: Dc09Decoded,
  { now, keyFor }: Dc09Context,
  pad: PadMaker = randomPad,
): Dc09Verdict {
  const answer = decoded.status === 'decoded' ? 'ACK' : answers[decoded.failure];
  return {
    answer,
    reply: replyBytes(answer, decoded, { now, keyFor }, pad),
    record: !isLinkTest(decoded),
    raise: decoded.status === 'failed' && decoded.signals.some(callsForHelp),
  };
}

/** True for the bytes of a DUH, which a public sender answers by sending the same again, for ever. */
export function isDuh(reply: Uint8Array): boolean {
  return Buffer.from(reply).includes('"DUH"');
}

/** True for the bytes of an ACK that names an account, which then is a registered one. */
export function isAckOfAccount(reply: Uint8Array): boolean {
  return /ACK"[^[]*#/.test(Buffer.from(reply).toString('latin1'));
}

function replyBytes(
  answer: Dc09Answer,
  decoded: Dc09Decoded,
  { now, keyFor }: Dc09Context,
  pad: PadMaker,
): Uint8Array | null {
  const seal = (body: string): Uint8Array => sealEnvelope(body, decoded.crcFormat);
  const time = `_${writeTime(now)}`;
  switch (answer) {
    case 'silence':
      return null;
    case 'NAK':
      return seal(`"NAK"0000R0L0A0[]${time}`);
    case 'DUH':
      return seal(`"DUH"${addressOf(decoded)}[]`);
    case 'ACK': {
      if (!decoded.encrypted) {
        const stamp = decoded.frameTime === null ? '' : time;
        return seal(`"ACK"${addressOf(decoded)}[]${stamp}`);
      }
      const found = decoded.account === null ? 'none' : keyFor(decoded.account);
      // The key was withdrawn since the frame was decoded; nothing fit to say is left.
      if (typeof found === 'string') return null;
      return seal(`"*ACK"${addressOf(decoded)}[${encryptHex(`|]${time}`, found.key, pad)}`);
    }
  }
}

/** Sequence, receiver, line and account, as the sender wrote them; a line must be named, so it is 0 where none was. */
function addressOf({ sequence, receiver, line, account }: Dc09Decoded): string {
  return [
    sequence ?? '0000',
    receiver === null ? '' : `R${receiver}`,
    `L${line ?? '0'}`,
    account === null ? '' : `#${account}`,
  ].join('');
}
