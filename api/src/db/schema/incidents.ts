// A municipality's own files, and who may open and did open each.
import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  sql,
  text,
  uniqueIndex,
  uuid,
} from '../drizzle.ts';
import type {
  IncidentFacts,
  IncidentStatus,
  IncidentView,
} from '@achterwacht/shared/municipality/incident.ts';
import type { IncidentFile } from '@achterwacht/shared/incident/state.ts';
import { municipalities } from './centres.ts';
import { moment } from './columns.ts';

/**
 * A municipality's file of a case. Made by the system from a closed alarm, once for each. Its fold stands in `state`
 * and `personal`; what the release before reads and writes of it (`status`, `facts`, `alarm_version`, `changed_…`) is
 * said again beside it.
 */
export const incidents = pgTable(
  'incidents',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id')
      .notNull()
      .references(() => municipalities.id),
    alarmId: uuid('alarm_id'),
    /** The alarm's version that the facts are of: of two writers the newer alarm stays. */
    alarmVersion: integer('alarm_version'),
    occurredAt: moment('occurred_at').notNull(),
    status: text().$type<IncidentStatus>().notNull().default('draft'),
    version: integer().notNull().default(1),
    facts: jsonb().$type<IncidentFacts>().notNull(),
    /** Whose key `personal` is sealed under: the alarm's. */
    subjectId: uuid('subject_id').notNull(),
    /** Whom it concerns and the seven W's, sealed; null where that key was gone when it was made. */
    personal: text(),
    changedBy: text('changed_by'),
    changedAt: moment('changed_at'),
    /** Null, with what follows: the release before made it, and it was not taken over yet. */
    state: jsonb().$type<Omit<IncidentFile, 'personal'>>(),
    headHash: text('head_hash'),
    foldVersion: integer('fold_version'),
    updatedAt: moment('updated_at'),
  },
  (table) => [
    uniqueIndex('incidents_alarm').on(table.alarmId),
    index('incidents_occurred').on(table.municipalityId, table.occurredAt),
  ],
);

/** Who may open which file. A row is never taken out: when and by whom somebody left stays readable. */
export const incidentCircle = pgTable(
  'incident_circle',
  {
    id: uuid().primaryKey(),
    incidentId: uuid('incident_id')
      .notNull()
      .references(() => incidents.id),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id').notNull(),
    userId: uuid('user_id').notNull(),
    /** Null: by the system, when it made the draft. */
    addedBy: uuid('added_by'),
    addedAt: moment('added_at').notNull(),
    removedBy: uuid('removed_by'),
    removedAt: moment('removed_at'),
  },
  (table) => [
    uniqueIndex('incident_circle_once')
      .on(table.incidentId, table.userId)
      .where(sql`removed_at is null`),
  ],
);

/** Who looked at which file. Names and roles as they were then. */
export const incidentViews = pgTable(
  'incident_views',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    incidentId: uuid('incident_id')
      .notNull()
      .references(() => incidents.id),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id').notNull(),
    at: moment('at').notNull(),
    userId: uuid('user_id').notNull(),
    name: text().notNull(),
    role: text().$type<IncidentView['role']>().notNull(),
    what: text().$type<IncidentView['what']>().notNull(),
    origin: text().notNull(),
  },
  (table) => [index('incident_views_incident').on(table.incidentId, table.at)],
);
