// Who looked at what, and what becomes of those lines.
import { bigint, boolean, index, pgTable, sql, text, uuid } from '../drizzle.ts';
import type { AccessOutcome } from '@achterwacht/shared/audit/actions.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import { moment } from './columns.ts';

/**
 * One look, one log-in, or one thing that the machine itself set (BIO2 8.15.01): who in which role, what he did, of
 * what and of whom, with what result, from where, when. Never what he saw. Lines are only ever added.
 */
export const accessLog = pgTable(
  'access_log',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    centreId: uuid('centre_id').notNull(),
    at: moment('at').notNull(),
    /** Null: nobody with an account, as somebody at the machine itself, whom `origin` names, or the police by a link. */
    userId: uuid('user_id'),
    /** As he was called, and what he was, at that moment. */
    name: text('user_name'),
    role: text('user_role').$type<Role | 'police-link' | 'service'>(),
    /** Of `accessActions` in `shared`; the release before writes some of them too. */
    action: text().notNull(),
    object: text().notNull(),
    /** The data subject: a holder's id or a member's; null where it is of nobody, or of many. */
    whom: uuid(),
    outcome: text().$type<AccessOutcome>().notNull().default('done'),
    /** In a word: what was done, or the code of what was not. */
    result: text().notNull(),
    origin: text().notNull(),
    /** For an order of the public prosecutor: not told to whom it is about before that is released. */
    withheld: boolean().notNull().default(false),
  },
  (table) => [
    index('access_log_at').on(table.centreId, table.at),
    index('access_log_whom')
      .on(table.centreId, table.whom, table.at)
      .where(sql`whom is not null`),
    index('access_log_user').on(table.centreId, table.userId, table.at),
    index('access_log_erased')
      .on(table.centreId, table.at)
      .where(sql`action = 'retention.erased'`),
  ],
);
