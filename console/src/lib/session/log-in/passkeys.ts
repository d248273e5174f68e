// Making a passkey: the browser asks its owner to unlock it, the server checks that he did.
import {
  browserSupportsWebAuthn,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
} from '@simplewebauthn/browser';
import type { Factors } from '@achterwacht/shared/routes/profile.ts';
import { ApiError, call } from '../../api.ts';

/** A passkey belongs to a name; at a bare address no browser makes or uses one. */
export function passkeysPossible(): boolean {
  return browserSupportsWebAuthn() && !/^[\d.]+$|:/.test(location.hostname);
}

/**
 * One more, of the person who is logged in.
 * @throws ApiError where the server, the browser or its owner said no.
 */
export async function addPasskey(name: string): Promise<Factors> {
  const optionsJSON: PublicKeyCredentialCreationOptionsJSON = await call('passkeyOptions', {
    body: {},
  });
  const answer = await startRegistration({ optionsJSON }).catch(() => {
    // The browser says nothing more, so that a page cannot probe which keys exist.
    throw new ApiError(409, 'passkey-not-made');
  });
  const { clientExtensionResults: _none, ...answered } = answer;
  return call('addPasskey', { body: { name, answer: { ...answered, type: 'public-key' } } });
}
