// One-time codes of an app on a telephone, kept as the log-in library reads them at a log-in. A new secret counts once a
// code of it was typed; until then the one before does.
import { randomBytes, randomUUID } from 'node:crypto';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { Secret, TOTP } from 'otpauth';
import type { TransactionSql } from '../../db/connect.ts';
import { reserveCode } from '../log-in/one-time-codes.ts';

/** How long somebody may look for his telephone. */
const pendingMinutes = 15;

const appOf = (secret: string, email: string) =>
  new TOTP({ issuer: 'Achterwacht', label: email, secret: Secret.fromUTF8(secret) });

/** The secret in base32, and the same as an address for a QR code. */
export async function beginCodes(
  sql: TransactionSql,
  { sessionId, email, key }: { sessionId: string; email: string; key: string },
): Promise<{ secret: string; address: string }> {
  // The library keeps the secret as text; the telephone's form is base32 of that text.
  const text = randomBytes(16).toString('hex');
  await sql`delete from auth.verification where identifier = ${pendingOf(sessionId)}`;
  await sql`
    insert into auth.verification (id, identifier, value, expires_at, created_at, updated_at)
    values (${randomUUID()}, ${pendingOf(sessionId)}, ${await symmetricEncrypt({ key, data: text })},
      now() + ${pendingMinutes} * interval '1 minute', now(), now())`;
  const app = appOf(text, email);
  return { secret: app.secret.base32, address: app.toString() };
}

/** False where the code is not of the secret that was begun in this session. */
export async function confirmCodes(
  sql: TransactionSql,
  {
    sessionId,
    userId,
    key,
    code,
  }: { sessionId: string; userId: string; key: string; code: string },
): Promise<boolean> {
  const [pending] = await sql<{ value: string }[]>`
    select value from auth.verification
    where identifier = ${pendingOf(sessionId)} and expires_at > now() for update`;
  if (!pending) return false;
  const text = await symmetricDecrypt({ key, data: pending.value });
  if (!isCodeOf(text, code)) return false;
  await reserveCode(sql, userId, code);
  await sql`delete from auth.verification where identifier = ${pendingOf(sessionId)}`;
  await sql`delete from auth.two_factor where user_id = ${userId}`;
  await sql`
    insert into auth.two_factor (id, user_id, secret, backup_codes, verified, created_at)
    values (${randomUUID()}, ${userId}, ${pending.value},
      ${await symmetricEncrypt({ key, data: '[]' })}, true, now())`;
  await sql`update auth.user set two_factor_enabled = true, updated_at = now() where id = ${userId}`;
  return true;
}

export async function removeCodes(sql: TransactionSql, userId: string): Promise<void> {
  await sql`delete from auth.two_factor where user_id = ${userId}`;
  await sql`update auth.user set two_factor_enabled = false, updated_at = now() where id = ${userId}`;
}

/** Whether this code lets this person in now, for the first time. */
export async function isRightCode(
  sql: TransactionSql,
  { userId, key, code }: { userId: string; key: string; code: string },
): Promise<boolean> {
  const [row] = await sql<{ secret: string }[]>`
    select secret from auth.two_factor where user_id = ${userId}`;
  if (!row) return false;
  const text = await symmetricDecrypt({ key, data: row.secret });
  return isCodeOf(text, code) && (await reserveCode(sql, userId, code));
}

/** Of these thirty seconds, and of those before and after, as the library takes them. */
function isCodeOf(secret: string, code: string): boolean {
  const app = new TOTP({ secret: Secret.fromUTF8(secret) });
  return app.validate({ token: code.replace(' ', ''), window: 1 }) !== null;
}

const pendingOf = (sessionId: string) => `codes of ${sessionId}`;
