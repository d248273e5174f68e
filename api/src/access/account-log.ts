// The lines of the access log that tell how somebody logs in: action, object, result, origin, actor, time. They are
// written with the log-in's own rights, in its transaction where it has one, and name nobody whom the centre does not
// know: what was typed by a stranger stands nowhere.
import type { AccessAction, AccessOutcome } from '@achterwacht/shared/audit/actions.ts';
import type { TransactionSql } from '../db/connect.ts';

export type AccountAction =
  Extract<AccessAction, `account.${string}`> extends `account.${infer Name}` ? Name : never;

export type AccountLine = {
  userId: string;
  action: AccountAction;
  /** Of which factor or session. */
  object: string;
  outcome?: AccessOutcome;
  /** The address. */
  origin: string;
};

export async function logAccount(
  sql: TransactionSql,
  { userId, action, object, outcome = 'done', origin }: AccountLine,
): Promise<void> {
  await sql`
    insert into access_log (centre_id, user_id, user_name, user_role, at, action, object, outcome,
      result, origin)
    select centre_id, user_id, name, role, now(), ${`account.${action}`}, ${object}, ${outcome},
      ${outcome}, ${origin}
    from members where user_id = ${userId}`;
}
