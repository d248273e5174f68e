// Who it is for and who works with it: centres, their customers, and the people that log in.
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  sql,
  text,
  uniqueIndex,
  uuid,
} from '../drizzle.ts';
import {
  usualNearbyPress,
  type NearbyPress,
} from '@achterwacht/shared/alarm/verification/nearby.ts';
import type { Timings } from '@achterwacht/shared/alarm/plan/state.ts';
import type { Municipality } from '@achterwacht/shared/municipality/state.ts';
import type { ControlRoomLine } from '@achterwacht/shared/police/line-test.ts';
import type { MemberStatus } from '@achterwacht/shared/member/kinds.ts';
import type { Member } from '@achterwacht/shared/member/state.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import { moment } from './columns.ts';

export const centres = pgTable('centres', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  phone: text().notNull(),
  policePhone: text('police_phone').notNull(),
  /** Numbers agreed upon with control rooms, and when this centre last tried each. */
  controlRoomLines: jsonb('control_room_lines').$type<ControlRoomLine[]>().notNull().default([]),
  /** Takes what comes from devices nobody knows. */
  isDefault: boolean('is_default').notNull().default(false),
  timings: jsonb().$type<Timings>().notNull(),
  nearbyPress: jsonb('nearby_press').$type<NearbyPress>().notNull().default(usualNearbyPress),
  /** Days after closing at which sound of *loos* and of tests is erased. */
  harmlessSoundDays: integer('harmless_sound_days').notNull().default(7),
  /** The same for real cases, as the centre's DPIA says; null: not by itself. */
  realSoundDays: integer('real_sound_days'),
  /** The same of what was said of harmless alarms and tests. */
  harmlessContentDays: integer('harmless_content_days'),
  /** And of what was said of all others. */
  realContentDays: integer('real_content_days'),
  /** Days after which it is erased who looked at what; the database takes none away before five years. */
  accessLineDays: integer('access_line_days').notNull().default(1_827),
  /** Grows with every change of what presses of all its buttons copy. */
  contextVersion: bigint('context_version', { mode: 'number' }).notNull().default(0),
});

/**
 * A customer. Its fold stands in `state` and `personal`; beside it what a press, lists and the release before read. That
 * release adds rows with a name alone, which are taken over at the next start: until then `state` is null.
 */
export const municipalities = pgTable(
  'municipalities',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id')
      .notNull()
      .references(() => centres.id),
    name: text().notNull(),
    /** Of CBS; null where it was named before it was chosen from the list, and the list has no such name. */
    code: text(),
    endedAt: moment('ended_at'),
    /** It is of the centre; there because the machinery reads it of every subject. */
    municipalityId: uuid('municipality_id'),
    version: integer().notNull().default(0),
    headHash: text('head_hash'),
    subjectId: uuid('subject_id'),
    state: jsonb().$type<Omit<Municipality, 'personal'>>(),
    personal: text(),
    foldVersion: integer('fold_version'),
    /** Grows with every change of what presses of all its buttons copy. */
    contextVersion: bigint('context_version', { mode: 'number' }).notNull().default(0),
    updatedAt: moment('updated_at'),
  },
  (table) => [
    uniqueIndex('municipalities_once')
      .on(table.centreId, table.code)
      .where(sql`ended_at is null`),
  ],
);

/**
 * Which role a log-in has, and where, for whoever asks who somebody is. One row a person: a second role is a second
 * account. What of it changes is written with his history (`member_records`) and by nothing else; a trigger carries to
 * the log-in library's tables what ends sessions and factors there.
 */
export const members = pgTable(
  'members',
  {
    userId: uuid('user_id').primaryKey(),
    centreId: uuid('centre_id')
      .notNull()
      .references(() => centres.id),
    municipalityId: uuid('municipality_id').references(() => municipalities.id),
    role: text().$type<Role>().notNull(),
    name: text().notNull(),
    email: text().notNull(),
    status: text().$type<MemberStatus>().notNull().default('active'),
    /** Whose session begins then or later is not on duty: a paper of his has expired. */
    dutyEndsAt: moment('duty_ends_at'),
    sessionsEndedAt: moment('sessions_ended_at'),
    factorsResetAt: moment('factors_reset_at'),
    /** Until when he was last active in each role that he is not active in now. */
    rolesUntil: jsonb('roles_until').$type<Member['rolesUntil']>().notNull().default({}),
    /** By whom and when; null where the system did. */
    letIn: jsonb('let_in').$type<Member['letIn']>(),
    /** Name and mail address as they are searched. */
    search: text()
      .notNull()
      .generatedAlwaysAs(sql`searchable("name" || ' ' || "email")`),
  },
  (table) => [
    uniqueIndex('members_email')
      .on(table.email)
      .where(sql`status <> 'ended'`),
    // In the order of the list, for each thing that it can be narrowed by.
    index('members_by_name')
      .on(table.centreId, table.name, table.userId)
      .where(sql`status <> 'ended'`),
    index('members_by_status').on(table.centreId, table.status, table.name, table.userId),
    index('members_by_role')
      .on(table.centreId, table.role, table.name, table.userId)
      .where(sql`status <> 'ended'`),
    index('members_by_municipality')
      .on(table.municipalityId, table.name, table.userId)
      .where(sql`status <> 'ended'`),
    index('members_search')
      .using('gin', table.search.op('gin_trgm_ops'))
      .with({ fastupdate: false }),
  ],
);

/** A desk proves every five seconds that somebody sits there. */
export const presence = pgTable(
  'presence',
  {
    deskId: uuid('desk_id').primaryKey(),
    userId: uuid('user_id').notNull(),
    centreId: uuid('centre_id').notNull(),
    name: text().notNull(),
    role: text().$type<'centralist' | 'supervisor'>().notNull(),
    state: text().$type<'free' | 'busy' | 'pause'>().notNull(),
    renewedAt: moment('renewed_at').notNull(),
  },
  (table) => [index('presence_user').on(table.userId)],
);
