// Passkeys as they are made and removed. A log-in by one is the log-in library's; making one there asks for no more than
// a session and takes a key that nobody unlocked, so it is done here: the user verified, and what was asked answered once.
import { randomUUID } from 'node:crypto';
import {
  generateRegistrationOptions,
  verifyRegistrationResponse,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { TransactionSql } from '../../db/connect.ts';

const challengeMinutes = 5;
/** More than anybody has; each costs a line in every answer. */
export const mostPasskeys = 20;

type Place = { relyingParty: string; origins: ReadonlySet<string> };
type Whose = { sessionId: string; userId: string; email: string; name: string };

export async function passkeyOptions(
  sql: TransactionSql,
  { relyingParty }: Place,
  { sessionId, userId, email, name }: Whose,
) {
  const known = await sql<{ credential_id: string; transports: string | null }[]>`
    select credential_id, transports from auth.passkey where user_id = ${userId}`;
  const options = await generateRegistrationOptions({
    rpName: 'Achterwacht',
    rpID: relyingParty,
    userID: new TextEncoder().encode(userId),
    userName: email,
    userDisplayName: name,
    attestationType: 'none',
    excludeCredentials: known.map(({ credential_id: id }) => ({ id })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  });
  await sql`delete from auth.verification where identifier = ${challengeOf(sessionId)}`;
  await sql`
    insert into auth.verification (id, identifier, value, expires_at, created_at, updated_at)
    values (${randomUUID()}, ${challengeOf(sessionId)}, ${options.challenge},
      now() + ${challengeMinutes} * interval '1 minute', now(), now())`;
  return options;
}

/** The challenge that was asked in this session, which is answered once, rightly or not. */
export async function takeChallenge(
  sql: TransactionSql,
  sessionId: string,
): Promise<string | null> {
  const [row] = await sql<{ value: string; stands: boolean }[]>`
    delete from auth.verification where identifier = ${challengeOf(sessionId)}
    returning value, expires_at > now() as stands`;
  return row?.stands ? row.value : null;
}

/** The new passkey's id; null where the answer is not right, or nobody was verified by it. */
export async function addPasskey(
  sql: TransactionSql,
  { relyingParty, origins }: Place,
  {
    userId,
    name,
    answer,
    challenge,
  }: {
    userId: string;
    name: string;
    answer: unknown;
    challenge: string;
  },
): Promise<string | null> {
  const response = answer as RegistrationResponseJSON; // its shape was checked at the door, the rest here
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: [...origins],
    expectedRPID: relyingParty,
    requireUserVerification: true,
  }).catch(() => null);
  if (!verified?.verified) return null;
  const { aaguid, credential, credentialBackedUp, credentialDeviceType } =
    verified.registrationInfo;
  const id = randomUUID();
  const { count } = await sql`
    insert into auth.passkey (id, name, public_key, user_id, credential_id, counter, device_type,
      backed_up, transports, created_at, aaguid)
    select ${id}, ${name}, ${Buffer.from(credential.publicKey).toString('base64')}, ${userId},
      ${credential.id}, ${credential.counter}, ${credentialDeviceType}, ${credentialBackedUp},
      ${response.response.transports?.join(',') ?? ''}, now(), ${aaguid}
    where not exists (select from auth.passkey where credential_id = ${credential.id})`;
  return count === 1 ? id : null;
}

const challengeOf = (sessionId: string) => `passkey of ${sessionId}`;
