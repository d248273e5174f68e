// Recovery codes: ten, shown once, each of use once, kept as passwords are (ASVS 6.5.2). Each begins with its number, so
// that one hash is computed and not ten.
import { randomInt } from 'node:crypto';
import type { TransactionSql } from '../../db/connect.ts';
import { hashPassword, isPassword } from '../passwords/password-hash.ts';

const howMany = 10;
/** Without letters that are taken for a figure; twelve of them are sixty bits. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const form = /^(\d)([A-Z2-9]{12})$/;

/** As they are to be written down: `3-KQ4D-9XWM-TT2P`. */
export async function makeRecoveryCodes(sql: TransactionSql, userId: string): Promise<string[]> {
  const codes = Array.from({ length: howMany }, () => {
    const drawn = Array.from({ length: 12 }, () => letters[randomInt(letters.length)]);
    return drawn.join('');
  });
  await sql`delete from auth.recovery_code where user_id = ${userId}`;
  const hashes = await Promise.all(codes.map(hashPassword));
  for (const [number, hash] of hashes.entries())
    await sql`
      insert into auth.recovery_code (user_id, number, hash, made_at)
      values (${userId}, ${number}, ${hash}, now())`;
  return codes.map((code, number) => `${number}-${code.match(/.{4}/g)!.join('-')}`); // twelve are three times four
}

/** Whether this code is one of this person's that was not used; from now on it is. */
export async function useRecoveryCode(
  sql: TransactionSql,
  userId: string | null,
  typed: string,
): Promise<boolean> {
  const [, number, code] = form.exec(typed.toUpperCase().replace(/[\s-]/g, '')) ?? [];
  const [row] = await sql<{ hash: string }[]>`
    select hash from auth.recovery_code
    where user_id = ${userId} and number = ${Number(number ?? -1)} and used_at is null for update`;
  // As slow for a code that does not exist.
  if (!row || code === undefined) {
    await hashPassword(typed);
    return false;
  }
  if (!(await isPassword(code, row.hash))) return false;
  await sql`
    update auth.recovery_code set used_at = now()
    where user_id = ${userId} and number = ${Number(number)}`;
  return true;
}
