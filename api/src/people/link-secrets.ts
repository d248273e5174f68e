// What lets somebody in who has no password yet, or lost his second factor. Neither is kept: an invitation's secret is
// made of the centre's master key and the invitation's id, so that a mail that is sent again holds the same link; of a
// recovery code only a keyed hash stands in the log.
import { createHash, createHmac, randomInt } from 'node:crypto';
import type { KeyRing } from '../sealing/key-ring.ts';

type Keys = Pick<KeyRing, 'master'>;

export function invitationSecret({ master }: Keys, invitationId: string): string {
  return createHmac('sha256', master).update(`invitation/${invitationId}`).digest('base64url');
}

export const invitationHash = (secret: string): string =>
  createHash('sha256').update(secret).digest('hex');

export const invitationLink = (origin: string, secret: string): string =>
  `${origin}/uitnodiging#${secret}`;

const codeDigits = 8;

/** In two groups of four, as it is told: `0412 7735`. */
export function makeRecoveryCode(): string {
  const digits = String(randomInt(10 ** codeDigits)).padStart(codeDigits, '0');
  return `${digits.slice(0, 4)} ${digits.slice(4)}`;
}

/** Keyed: of so short a code a plain hash would be guessed by whoever reads the log. */
export function recoveryCodeHash({ master }: Keys, memberId: string, code: string): string {
  const digits = code.replaceAll(/\D/g, '');
  return createHmac('sha256', master).update(`recovery/${memberId}/${digits}`).digest('hex');
}
