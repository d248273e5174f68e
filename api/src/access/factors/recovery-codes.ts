// Recovery codes: ten, shown once, each of use once, kept as passwords are (ASVS 6.5.2). Each begins with its number, so
// that one hash is computed and not ten.
import { randomInt } from 'node:crypto';
import type { Sql, TransactionSql } from '../../db/connect.ts';
import { hashPassword, isPassword } from '../passwords/password-hash.ts';

const howMany = 10;
/** Without letters that are taken for a figure; twelve of them are sixty bits. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const form = /^(\d)([A-Z2-9]{12})$/;

export type RecoveryCodes = { codes: string[]; hashes: string[] };

/** New ones, as they are to be written down: `3-KQ4D-9XWM-TT2P`. They count once they are kept. */
export async function drawRecoveryCodes(): Promise<RecoveryCodes> {
  const codes = Array.from({ length: howMany }, () => {
    const drawn = Array.from({ length: 12 }, () => letters[randomInt(letters.length)]);
    return drawn.join('');
  });
  const hashes = await Promise.all(codes.map(hashPassword));
  const written = codes.map((code, number) => `${number}-${code.match(/.{4}/g)!.join('-')}`); // twelve are three times four
  return { codes: written, hashes };
}

/** In the place of those before. */
export async function keepRecoveryCodes(
  sql: TransactionSql,
  userId: string,
  { hashes }: RecoveryCodes,
): Promise<void> {
  await sql`delete from auth.recovery_code where user_id = ${userId}`;
  for (const [number, hash] of hashes.entries())
    await sql`
      insert into auth.recovery_code (user_id, number, hash, made_at)
      values (${userId}, ${number}, ${hash}, now())`;
}

export type FoundCode = { userId: string; number: number; hash: string };

/** Which of this person's that were not used it is; null where it is none of them, or there is no such person. */
export async function findRecoveryCode(
  sql: Sql,
  userId: string | null,
  typed: string,
): Promise<FoundCode | null> {
  const [, number, code] = form.exec(typed.toUpperCase().replace(/[\s-]/g, '')) ?? [];
  const [row] = await sql<FoundCode[]>`
    select user_id as "userId", number, hash from auth.recovery_code
    where user_id = ${userId} and number = ${Number(number ?? -1)} and used_at is null`;
  // As slow for a code that does not exist.
  if (!row || code === undefined) {
    await hashPassword(typed);
    return null;
  }
  return (await isPassword(code, row.hash)) ? row : null;
}

/** Whether it was there still; from now on it is used. */
export async function useRecoveryCode(
  sql: TransactionSql,
  { userId, number, hash }: FoundCode,
): Promise<boolean> {
  const { count } = await sql`
    update auth.recovery_code set used_at = now()
    where user_id = ${userId} and number = ${number} and hash = ${hash} and used_at is null`;
  return count === 1;
}
