// A new log-in with password and one-time code, as the log-in library stores them, and its place in
// the product (`members`). Whoever gets it changes the password at the first log-in.
import { randomBytes, randomUUID } from 'node:crypto';
import { symmetricEncrypt } from 'better-auth/crypto';
import { Secret } from 'otpauth';
import type { Role } from '@achterwacht/shared/roles.ts';
import * as auth from '../db/schema/auth.ts';
import type { Transaction } from '../db/connect.ts';
import { members } from '../db/schema/centres.ts';
import { hashPassword } from './passwords/password-hash.ts';

type NewAccount = {
  name: string;
  email: string;
  role: Role;
  centreId: string;
  municipalityId: string | null;
};

/** The password, and the secret for the telephone's code app in base32. Neither can be read back. */
export async function createAccount(
  { db }: Transaction,
  { name, email, role, centreId, municipalityId }: NewAccount,
  { authSecret, now }: { authSecret: string; now: Date },
): Promise<{ password: string; totpSecret: string }> {
  const userId = randomUUID();
  const password = randomBytes(9).toString('base64url');
  // The library keeps the secret as text; the telephone's form is base32 of that text.
  const secret = randomBytes(16).toString('hex');
  const dates = { createdAt: now, updatedAt: now };
  await db.insert(auth.user).values({
    id: userId,
    name,
    email,
    emailVerified: true,
    twoFactorEnabled: true,
    ...dates,
  });
  await db.insert(auth.account).values({
    id: randomUUID(),
    accountId: userId,
    providerId: 'credential',
    userId,
    password: await hashPassword(password),
    ...dates,
  });
  await db.insert(auth.twoFactor).values({
    id: randomUUID(),
    userId,
    secret: await symmetricEncrypt({ key: authSecret, data: secret }),
    backupCodes: await symmetricEncrypt({ key: authSecret, data: '[]' }),
  });
  await db.insert(members).values({ userId, centreId, municipalityId, role, name, email });
  return { password, totpSecret: Secret.fromUTF8(secret).base32 };
}
