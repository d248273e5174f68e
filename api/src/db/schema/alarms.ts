// An alarm's row: its fold, kept for speed. Its history is the log (log.ts).
import {
  boolean,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  sql,
  text,
  uniqueIndex,
  uuid,
} from '../drizzle.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { moment } from './columns.ts';

/** The release before numbers with it; every centre has a sequence of its own, made with the centre. */
export const alarmNumbers = pgSequence('alarm_numbers', { startWith: 1001 });

export const alarms = pgTable(
  'alarms',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id'),
    buttonId: uuid('button_id').notNull(),
    number: integer().notNull(),
    kind: text().$type<Alarm['kind']>().notNull(),
    mode: text().$type<Alarm['mode']>().notNull(),
    open: boolean().notNull(),
    ownerId: uuid('owner_id'),
    version: integer().notNull(),
    /** Hash of the last event: the log's own end cannot be cut off unseen. */
    headHash: text('head_hash').notNull(),
    /** Whose key the personal part is sealed under. */
    subjectId: uuid('subject_id').notNull(),
    state: jsonb().$type<Omit<Alarm, 'personal'>>().notNull(),
    personal: text(),
    /** By which fold the row was written; 1 is that of the releases that did not say. */
    foldVersion: integer('fold_version').notNull().default(1),
    /** Of the last resort, which reads no alarm and so may stand beside one that cannot be read. */
    bare: boolean().notNull().default(false),
    raisedAt: moment('raised_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
    /** Null while it is open. Of the state, so that nobody can forget to write it. */
    closedAt: moment('closed_at').generatedAlwaysAs(sql`moment_of(state #>> '{closed,at}')`),
  },
  (table) => [
    uniqueIndex('alarms_one_open_duress')
      .on(table.buttonId)
      .where(sql`open and kind = 'duress' and mode = 'real' and not bare`),
    uniqueIndex('alarms_one_open_bare')
      .on(table.buttonId, table.kind)
      .where(sql`open and bare`),
    index('alarms_open')
      .on(table.centreId)
      .where(sql`open`),
    index('alarms_button').on(table.buttonId, table.raisedAt),
    index('alarms_subject').on(table.subjectId, table.raisedAt),
    index('alarms_number').on(table.centreId, table.number),
    // No column that every change touches may stand in an index here: such a change would be written into
    // all of them, where otherwise it stays in the row's own page.
    index('alarms_closed')
      .on(table.centreId, table.closedAt)
      .where(sql`not open`),
    index('alarms_owner')
      .on(table.ownerId)
      .where(sql`open`),
  ],
);
