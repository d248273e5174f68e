// Whose sound it is and how far the media-server's journal was read; the sound itself is not in the database.
import { bigint, index, jsonb, pgTable, primaryKey, sql, text, uuid } from '../drizzle.ts';
import type { Person } from '@achterwacht/shared/actor.ts';
import type { SoundFact } from '@achterwacht/shared/listen-in/facts.ts';
import { moment } from './columns.ts';

/** A stretch of sound as the media-server keeps it, and the alarm it belongs to. */
export const recordings = pgTable(
  'recordings',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id'),
    buttonId: uuid('button_id').notNull(),
    /** Null until an alarm takes it. */
    alarmId: uuid('alarm_id'),
    startedAt: moment('started_at').notNull(),
    erasedAt: moment('erased_at'),
  },
  (table) => [
    index('recordings_alarm').on(table.alarmId),
    index('recordings_homeless')
      .on(table.startedAt)
      .where(sql`alarm_id is null and erased_at is null`),
  ],
);

/** What the media-server said of a recording that has no alarm yet; gone once it is in an alarm's log. */
export const waitingFacts = pgTable(
  'waiting_facts',
  {
    recordingId: uuid('recording_id')
      .notNull()
      .references(() => recordings.id),
    number: bigint({ mode: 'number' }).notNull(),
    centreId: uuid('centre_id').notNull(),
    fact: jsonb().$type<SoundFact>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.recordingId, table.number] })],
);

/** How far the media-server's journal was read: one row a media-server, moved with what it led to. */
export const soundCursors = pgTable('sound_cursors', {
  journal: uuid().primaryKey(),
  number: bigint({ mode: 'number' }).notNull(),
});

/** Every desk's sound socket, by the id the media-server knows it by, and the log-in it was opened with. */
export const listeners = pgTable(
  'listeners',
  {
    id: uuid().primaryKey(),
    userId: uuid('user_id').notNull(),
    visitor: jsonb()
      .$type<Person & { centreId: string; municipalityId: string | null }>()
      .notNull(),
    sessionToken: text('session_token').notNull(),
    openedAt: moment('opened_at').notNull(),
  },
  (table) => [index('listeners_user').on(table.userId)],
);
