// How the system's own work goes.
import { bigint, integer, pgTable, text } from '../drizzle.ts';
import { moment } from './columns.ts';

/** How each job is doing, whichever process last did a round of it (jobs/job-states.ts). */
export const jobs = pgTable('jobs', {
  name: text().primaryKey(),
  /** Since when it is known. */
  since: moment('since').notNull(),
  lastGoodAt: moment('last_good_at'),
  failingSince: moment('failing_since'),
  waiting: integer().notNull(),
  done: bigint({ mode: 'number' }).notNull(),
});
