// A member with a log-in at once, without an invitation: the first administrator of a new centre, whom nobody could have
// invited, and the demo's cast. With password and one-time code, as the log-in library stores them.
import { randomBytes, randomUUID } from 'node:crypto';
import { symmetricEncrypt } from 'better-auth/crypto';
import { Secret } from 'otpauth';
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import { hashPassword } from '../access/passwords/password-hash.ts';
import type { Parts } from '../commands/handle.ts';
import type { Transaction } from '../db/connect.ts';
import { eq } from '../db/drizzle.ts';
import * as auth from '../db/schema/auth.ts';
import { changeMember, isRefusal } from './change-member.ts';
import { addLogIn } from './invitations.ts';

export type DrawnPassword = { password: string; hash: string };

/** Before the transaction that makes the account: it takes a while, by intent. */
export async function drawPassword(): Promise<DrawnPassword> {
  const password = randomBytes(9).toString('base64url');
  return { password, hash: await hashPassword(password) };
}

type NewAccount = {
  /** Its key was made before the transaction began: `keys.findOrMake`. */
  id: string;
  name: string;
  email: string;
  role: Role;
  centreId: string;
  municipalityId: string | null;
  by: Actor;
  drawn: DrawnPassword;
};

/** The password, and the secret for the telephone's code app in base32. Neither can be read back. */
export async function createAccount(
  parts: Parts & { authSecret: string },
  tx: Transaction,
  { id, centreId, by: actor, drawn, ...who }: NewAccount,
): Promise<{ password: string; totpSecret: string }> {
  const { name, email } = who;
  const entered = await changeMember(parts, tx, {
    memberId: id,
    centreId,
    command: { type: 'EnterMember', centreId, ...who },
    actor,
  });
  if (isRefusal(entered)) throw new Error(`nobody can be entered: ${entered.code}`);
  const now = parts.clock.now();
  await addLogIn(tx, { id, name, email, passwordHash: drawn.hash, now });
  return { password: drawn.password, totpSecret: await addCodes(tx, id, parts.authSecret) };
}

/** @returns the secret for the telephone. */
async function addCodes({ db }: Transaction, userId: string, key: string): Promise<string> {
  // The library keeps the secret as text; the telephone's form is base32 of that text.
  const secret = randomBytes(16).toString('hex');
  await db.insert(auth.twoFactor).values({
    id: randomUUID(),
    userId,
    secret: await symmetricEncrypt({ key, data: secret }),
    backupCodes: await symmetricEncrypt({ key, data: '[]' }),
  });
  await db.update(auth.user).set({ twoFactorEnabled: true }).where(eq(auth.user.id, userId));
  return Secret.fromUTF8(secret).base32;
}
