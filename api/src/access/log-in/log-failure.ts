// A log-in that failed, at whichever door: a line of the access log, and another one each time that its account has to
// wait for it. Who guesses at an account that does not exist is counted and stands nowhere.
import type { TransactionSql } from '../../db/connect.ts';
import { logAccount, type AccountLine } from '../account-log.ts';
import { isLimitReached } from './guesses.ts';

type Failed = Pick<AccountLine, 'userId' | 'object' | 'origin'> & {
  /** How many of that account from there, this one with them; null where they are not counted by account. */
  failures: number | null;
};

export async function logFailure(
  sql: TransactionSql,
  { failures, ...line }: Failed,
): Promise<void> {
  const refused = { ...line, outcome: 'refused' } as const;
  await logAccount(sql, { ...refused, action: 'log-in-failed' });
  if (failures !== null && isLimitReached(failures))
    await logAccount(sql, { ...refused, action: 'log-in-limited' });
}
