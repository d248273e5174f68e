// The log and what is committed with it: events with their numbers, answers, deadlines, effects.
import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  sql,
  text,
  uniqueIndex,
  uuid,
} from '../drizzle.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { moment } from './columns.ts';

/** A centre's place in its own feed. The row is locked last and until commit: number order is commit order. */
export const feeds = pgTable('feeds', {
  centreId: uuid('centre_id').primaryKey(),
  lastSequence: bigint('last_sequence', { mode: 'number' }).notNull(),
  /** Written every two seconds by the canary. */
  beatAt: moment('beat_at'),
});

export const events = pgTable(
  'events',
  {
    alarmId: uuid('alarm_id').notNull(),
    version: integer().notNull(),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id'),
    sequence: bigint({ mode: 'number' }).notNull(),
    type: text().notNull(),
    at: moment('at').notNull(),
    /** The event's exact canonical text; what the hash covers. */
    text: text().notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.alarmId, table.version] }),
    uniqueIndex('events_sequence').on(table.centreId, table.sequence),
    // How many were raised in the last minute.
    index('events_raised')
      .on(table.at)
      .where(sql`type = 'AlarmRaised'`),
  ],
);

/** The answer each command got, so that a repeated one gets the same. */
export const answers = pgTable(
  'answers',
  {
    alarmId: uuid('alarm_id').notNull(),
    commandId: uuid('command_id').notNull(),
    centreId: uuid('centre_id').notNull(),
    answer: jsonb().notNull(),
    at: moment('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.alarmId, table.commandId] })],
);

export const deadlines = pgTable(
  'deadlines',
  {
    subjectType: text('subject_type').$type<'alarm'>().notNull(),
    subjectId: uuid('subject_id').notNull(),
    kind: text().notNull(),
    centreId: uuid('centre_id').notNull(),
    at: moment('at').notNull(),
    revision: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.subjectId, table.kind] }),
    index('deadlines_at').on(table.at),
  ],
);

export const effects = pgTable(
  'effects',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id').notNull(),
    alarmId: uuid('alarm_id'),
    /** The event that asked for it; null where the release before wrote it. */
    alarmVersion: integer('alarm_version'),
    kind: text().notNull(),
    mode: text().$type<Alarm['mode']>().notNull(),
    recipient: text().notNull(),
    text: text().notNull(),
    status: text().$type<'waiting' | 'sent' | 'failed' | 'withheld'>().notNull(),
    createdAt: moment('created_at').notNull(),
    attempts: integer().notNull().default(0),
    nextAttemptAt: moment('next_attempt_at'),
    sentAt: moment('sent_at'),
    lastError: text('last_error'),
  },
  (table) => [
    index('effects_due')
      .on(table.nextAttemptAt)
      .where(sql`status = 'waiting'`),
    index('effects_created').on(table.centreId, table.createdAt),
  ],
);
