// The token a button sends its sound with. The media-server knows only its hash; the token itself is
// sealed under the master key, for the day a button is set up again and for the demo's simulated one.
import { createHash, randomBytes } from 'node:crypto';
import type { KeyRing } from '../../sealing/key-ring.ts';
import * as sealing from '../../sealing/seal.ts';

const tokenBytes = 32;
/** What a bearer token may be made of (RFC 6750), and enough of it that nobody guesses. */
const tokenForm = /^[A-Za-z0-9._~+/-]{22,512}=*$/;

export const makeSoundToken = () => randomBytes(tokenBytes).toString('base64url');

/** A key from a register as the token it is: text as it stands, bytes in base64url. */
export function readSoundToken(text: string): string {
  const [, form, value = ''] = /^(hex|ascii):(.*)$/.exec(text) ?? [];
  const token = form === 'hex' ? Buffer.from(value, 'hex').toString('base64url') : value;
  if (form === undefined || !tokenForm.test(token)) throw new Error('sound_token');
  return token;
}

const purposeOf = (buttonId: string) => `sound-token/${buttonId}`;

/** The columns of a button that carry its token. */
export function sealSoundToken(keys: KeyRing, buttonId: string, token: string) {
  return {
    soundToken: sealing.seal(keys.master, purposeOf(buttonId), token),
    soundTokenSha256: createHash('sha256').update(token).digest('hex'),
  };
}

export function openSoundToken(keys: KeyRing, buttonId: string, sealed: string): string {
  return sealing.open(keys.master, purposeOf(buttonId), sealed);
}
