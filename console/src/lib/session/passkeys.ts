// Passkeys of the person who is logged in: how many, one more, none any more.
import {
  browserSupportsWebAuthn,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
} from '@simplewebauthn/browser';
import { createAuthClient } from 'better-auth/client';

const client = createAuthClient({ basePath: '/api/auth' });

type Passkey = { id: string };

/** A passkey belongs to a name; at a bare address no browser makes or uses one. */
export function passkeysPossible(): boolean {
  return browserSupportsWebAuthn() && !/^[\d.]+$|:/.test(location.hostname);
}

/** Null when the server does not answer. */
export async function listPasskeys(): Promise<Passkey[] | null> {
  const { data } = await client
    .$fetch<Passkey[]>('/passkey/list-user-passkeys')
    .catch(() => ({ data: null }));
  return data;
}

/** False when the person, the browser or the server said no. */
export async function addPasskey(): Promise<boolean> {
  try {
    const options = await client.$fetch<PublicKeyCredentialCreationOptionsJSON>(
      '/passkey/generate-register-options',
    );
    if (!options.data) return false;
    const response = await startRegistration({ optionsJSON: options.data });
    const { error } = await client.$fetch('/passkey/verify-registration', {
      method: 'POST',
      body: { response },
    });
    return error === null;
  } catch {
    return false;
  }
}

export async function removePasskeys(passkeys: readonly Passkey[]): Promise<void> {
  for (const { id } of passkeys)
    await client.$fetch('/passkey/delete-passkey', { method: 'POST', body: { id } });
}
