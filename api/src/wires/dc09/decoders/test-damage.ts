// Damage to whole frames, as often as asked: briefly among the checks, ten times as often in the drill. Each
// of these gives the frames, in hexadecimal, that were answered as they should not be.
import { duressKinds } from '@achterwacht/shared/signals.ts';
import { encryptHex } from './frame/dc09-crypto.ts';
import { decodeDc09, type Dc09Context, type Dc09Decoded } from './dc09-decode.ts';
import { sealEnvelope } from './frame/dc09-envelope.ts';
import { FrameSplitter } from './frame/dc09-frame.ts';
import { replyTo } from './dc09-reply.ts';

export const key = Buffer.from('0123456789ABCDEF');
export const context: Dc09Context = {
  now: new Date('2026-11-21T20:15:00Z'),
  keyFor: (account) => (account === 'E128' ? { key } : account === 'A0C1' ? 'none' : 'unknown'),
};
export const fresh = '_20:15:00,11-21-2026';

export function isHeard(decoded: Dc09Decoded): boolean {
  return decoded.signals.some((signal) => duressKinds.has(signal.kind));
}

const whole = Buffer.from(
  sealEnvelope(`"SIA-DCS"0018R1L0#A0C1[#A0C1|Nri1/PA017][X004E53.7101][Y52N22.2130]${fresh}`),
);
const pressAt = whole.indexOf('/PA017]');

/** Anything may happen to the bytes around the press. */
export function pressesLost(seed: number, rounds: number): string[] {
  return framesThat(seed, rounds, (random) => {
    const frame = Buffer.from(whole);
    const wounds = 1 + (random() % 4);
    for (let wound = 0; wound < wounds; wound += 1) {
      const at = random() % frame.length;
      // The event itself, with its divider and bracket, is what must still be readable.
      if (at < pressAt || at >= pressAt + '/PA017]'.length) frame[at] = random() & 0xff;
    }
    const decoded = decodeDc09(frame, context);
    const isRaised = decoded.status !== 'failed' || replyTo(decoded, context).raise;
    return { frame, isWrong: !isHeard(decoded) || !isRaised };
  });
}

/** Cut short or run together, anywhere before the press: a stray line end, a NUL, a quote. */
export function pressesLostInAStream(seed: number, rounds: number): string[] {
  return framesThat(seed, rounds, (random) => {
    const frame = Buffer.from(whole);
    const at = random() % pressAt;
    frame[at] = [0x0d, 0x0a, 0x00, 0x22][random() % 4] ?? 0;
    const splitter = new FrameSplitter();
    const pieces = [...splitter.cutAll(frame)];
    return { frame, isWrong: !pieces.some((piece) => isHeard(decodeDc09(piece.raw, context))) };
  });
}

/** One byte of an encrypted frame is another, and it is taken all the same. */
export function damageAccepted(seed: number, rounds: number): string[] {
  const hex = encryptHex(`|#E128|Nri1/PA017]${fresh}`, key);
  const sealed = Buffer.from(sealEnvelope(`"*SIA-DCS"0021R1L0#E128[${hex}`));
  return framesThat(seed, rounds, (random) => {
    const frame = Buffer.from(sealed);
    const at = random() % frame.length;
    frame[at] = frame[at]! ^ (1 + (random() % 255)); // within the frame
    // One changed byte of the body is always seen by the checksum. In front of it stand the line
    // feed and digits whose case does not matter, behind it the carriage return.
    const isOutside = at < 9 || at === frame.length - 1;
    return { frame, isWrong: decodeDc09(frame, context).status === 'decoded' && !isOutside };
  });
}

type Damaged = { frame: Buffer; isWrong: boolean };

function framesThat(
  seed: number,
  rounds: number,
  damage: (random: () => number) => Damaged,
): string[] {
  const random = generator(seed);
  const wrong: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { frame, isWrong } = damage(random);
    if (isWrong) wrong.push(frame.toString('hex'));
  }
  return wrong;
}

/** Numerical Recipes' linear congruence: the same damage for the same seed, so a failure comes back. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
}
