// How the system's own work goes.
import { bigint, integer, pgTable, text, uuid } from '../drizzle.ts';
import { centres } from './centres.ts';
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

/** Of what somebody was mailed, so that nobody is mailed twice (reminders/reminder.ts). It names nobody. */
export const reminders = pgTable('reminders', {
  id: text().primaryKey(),
  centreId: uuid('centre_id')
    .notNull()
    .references(() => centres.id),
  sentAt: moment('sent_at').notNull(),
});
