// What the system could not handle.
import { integer, pgTable, primaryKey, text } from '../drizzle.ts';
import { moment } from './columns.ts';

/** What was set aside because it cannot be handled (jobs/set-aside.ts); without `retryAt` it is never tried again. */
export const setAside = pgTable(
  'set_aside',
  {
    kind: text().notNull(),
    id: text().notNull(),
    since: moment('since').notNull(),
    attempts: integer().notNull(),
    retryAt: moment('retry_at'),
  },
  (table) => [primaryKey({ columns: [table.kind, table.id] })],
);
