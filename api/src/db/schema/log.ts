// The log and what is committed with it: events with their numbers, answers, deadlines, effects. They know streams:
// the history of one subject, whatever it is a history of. In a schema of its own, because in `public` the release
// before still finds its tables of alarms, as views of these (migration 0028).
import {
  bigint,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  sql,
  text,
  uniqueIndex,
  uuid,
} from '../drizzle.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { moment } from './columns.ts';

export const log = pgSchema('log');

/** Every subject, as it names itself. */
type Streamed =
  | 'alarm'
  | 'button'
  | 'incident'
  | 'member'
  | 'municipality'
  | 'person'
  | 'privacy-request'
  | 'service-account'
  | 'setting';

/** What a stream is the history of; as the release before, which knew alarms only, leaves it. */
const streamType = () => text('stream_type').$type<Streamed>().notNull().default('alarm');

/**
 * A centre's place in each of its two feeds: `live` reaches the desks, `file` is everything else, so that an import
 * never holds the row that presses need. The row is locked last and until commit: number order is commit order.
 */
export const feeds = log.table(
  'feeds',
  {
    centreId: uuid('centre_id').notNull(),
    name: text().$type<'live' | 'file'>().notNull().default('live'),
    lastSequence: bigint('last_sequence', { mode: 'number' }).notNull(),
    /** Written every two seconds by the canary; of `live` only. */
    beatAt: moment('beat_at'),
  },
  (table) => [primaryKey({ columns: [table.centreId, table.name] })],
);

export const events = log.table(
  'events',
  {
    streamType: streamType(),
    streamId: uuid('stream_id').notNull(),
    version: integer().notNull(),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id'),
    feed: text().$type<'live' | 'file'>().notNull().default('live'),
    sequence: bigint({ mode: 'number' }).notNull(),
    /** Of the event's type: what an older one is upcast from. */
    schemaVersion: integer('schema_version').notNull().default(1),
    type: text().notNull(),
    at: moment('at').notNull(),
    /** The event's exact canonical text; what the hash covers. */
    text: text().notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.streamId, table.version] }),
    uniqueIndex('events_sequence').on(table.centreId, table.feed, table.sequence),
    // How many were raised in the last minute.
    index('events_raised')
      .on(table.at)
      .where(sql`type = 'AlarmRaised'`),
  ],
);

/**
 * What opens the sealed parts of one stream, wrapped under its subject's key: outside the log, so that it can go while
 * what it sealed stays and is hashed as before.
 */
export const dataKeys = log.table(
  'data_keys',
  {
    streamId: uuid('stream_id').notNull(),
    /** Of which data subject's part: a person has several. */
    class: text().$type<'content' | 'identity' | 'restricted'>().notNull(),
    streamType: text('stream_type').notNull(),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id'),
    /** Whose key it is wrapped under. */
    subjectId: uuid('subject_id').notNull(),
    wrapped: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.streamId, table.class] })],
);

/** The answer each command got, so that a repeated one gets the same. */
export const answers = log.table(
  'answers',
  {
    streamType: streamType(),
    streamId: uuid('stream_id').notNull(),
    commandId: uuid('command_id').notNull(),
    centreId: uuid('centre_id').notNull(),
    answer: jsonb().notNull(),
    at: moment('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.streamId, table.commandId] })],
);

export const deadlines = log.table(
  'deadlines',
  {
    subjectType: text('subject_type').$type<Streamed>().notNull(),
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

export const effects = log.table(
  'effects',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id').notNull(),
    streamType: streamType(),
    /** Null: no subject asked for it. */
    streamId: uuid('stream_id'),
    /** The event that asked for it; null where a release long before wrote it. */
    streamVersion: integer('stream_version'),
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
    /** Of what is told to several receivers: the whole, whose id each of them knows a repeat by. */
    partOf: uuid('part_of'),
    /** Which of them this part is for; each has attempts and an end of its own. */
    receiver: uuid(),
  },
  (table) => [
    index('effects_due')
      .on(table.nextAttemptAt)
      .where(sql`status = 'waiting'`),
    index('effects_created').on(table.centreId, table.createdAt),
  ],
);
