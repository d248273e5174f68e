// How the police get to the page of one alarm.
import { index, integer, pgTable, text, uniqueIndex, uuid } from '../drizzle.ts';
import { moment } from './columns.ts';

/** A page about one alarm; what it may show is asked of the alarm, here stands only how to get in. */
export const policeLinks = pgTable(
  'police_links',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id').notNull(),
    alarmId: uuid('alarm_id').notNull(),
    secretHash: text('secret_hash').notNull(),
    /** Keyed with the secret, which nobody keeps. */
    pinHash: text('pin_hash').notNull(),
    failedAttempts: integer('failed_attempts').notNull().default(0),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('police_links_secret').on(table.secretHash),
    index('police_links_alarm').on(table.alarmId),
  ],
);

/** A device that was let in, under the name somebody gave. */
export const policeViewers = pgTable(
  'police_viewers',
  {
    id: uuid().primaryKey(),
    linkId: uuid('link_id')
      .notNull()
      .references(() => policeLinks.id),
    centreId: uuid('centre_id').notNull(),
    tokenHash: text('token_hash').notNull(),
    name: text().notNull(),
    firstSeenAt: moment('first_seen_at').notNull(),
    lastSeenAt: moment('last_seen_at').notNull(),
  },
  (table) => [
    uniqueIndex('police_viewers_token').on(table.tokenHash),
    index('police_viewers_link').on(table.linkId),
  ],
);
