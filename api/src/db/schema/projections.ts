// What is read beside the subjects' rows: how far each projection is, and the rows of each. A row of a projection says
// by which version of it it was folded, so that the next one is folded beside it.
import { bigint, index, integer, pgTable, primaryKey, text, uuid } from '../drizzle.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { moment } from './columns.ts';

/** Where a projection is in one feed of a centre. */
export const projectionCursors = pgTable(
  'projection_cursors',
  {
    name: text().notNull(),
    version: integer().notNull(),
    centreId: uuid('centre_id').notNull(),
    feed: text().$type<'live' | 'file'>().notNull(),
    /** The last number that is in it, or was none of its business. */
    sequence: bigint({ mode: 'number' }).notNull(),
    /** Of the last event that it folded. */
    eventAt: moment('event_at'),
    /** When it first was where the feed was: from then on it is read instead of the version before. */
    caughtUpAt: moment('caught_up_at'),
    /** It stands still before this event, since then, for this. */
    failedSequence: bigint('failed_sequence', { mode: 'number' }),
    failedSince: moment('failed_since'),
    errorCode: text('error_code'),
  },
  (table) => [primaryKey({ columns: [table.name, table.version, table.centreId, table.feed] })],
);

/** The honest clock of every alarm, one row each: ids and moments. */
export const answerTimes = pgTable(
  'answer_times',
  {
    projectionVersion: integer('projection_version').notNull(),
    alarmId: uuid('alarm_id').notNull(),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id'),
    kind: text().$type<Alarm['kind']>().notNull(),
    mode: text().$type<Alarm['mode']>().notNull(),
    /** The device's word. */
    pressedAt: moment('pressed_at'),
    receivedAt: moment('received_at').notNull(),
    presentedAt: moment('presented_at'),
    claimedAt: moment('claimed_at'),
    audibleAt: moment('audible_at'),
    decidedAt: moment('decided_at'),
    handedOverAt: moment('handed_over_at'),
    policeConfirmedAt: moment('police_confirmed_at'),
    onSceneAt: moment('on_scene_at'),
    closedAt: moment('closed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.projectionVersion, table.alarmId] }),
    // Where no alarm that goes on is written into it again: none of these changes.
    index('answer_times_received').on(table.centreId, table.projectionVersion, table.receivedAt),
  ],
);

/** Alarms of a button that nobody needed help in, one row each, so that somebody is told before he hesitates to press. */
export const harmlessPresses = pgTable(
  'harmless_presses',
  {
    projectionVersion: integer('projection_version').notNull(),
    alarmId: uuid('alarm_id').notNull(),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id'),
    buttonId: uuid('button_id').notNull(),
    raisedAt: moment('raised_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectionVersion, table.alarmId] }),
    index('harmless_presses_button').on(table.projectionVersion, table.buttonId),
  ],
);
