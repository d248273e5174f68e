// Who looked at what, and what becomes of those lines.
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  sql,
  text,
  uuid,
} from '../drizzle.ts';
import type { AccessOutcome } from '@achterwacht/shared/audit/actions.ts';
import type { PrivacyRequest } from '@achterwacht/shared/privacy-request/state.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import { moment } from './columns.ts';

/**
 * One look, one log-in, or one thing that the machine itself set (BIO2 8.15.01): who in which role, what he did, of
 * what and of whom, with what result, from where, when. Never what he saw. Lines are only ever added.
 */
export const accessLog = pgTable(
  'access_log',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    centreId: uuid('centre_id').notNull(),
    at: moment('at').notNull(),
    /** Null: nobody with an account, as somebody at the machine itself, whom `origin` names, or the police by a link. */
    userId: uuid('user_id'),
    /** As he was called, and what he was, at that moment. */
    name: text('user_name'),
    role: text('user_role').$type<Role | 'police-link' | 'service'>(),
    /** Of `accessActions` in `shared`; the release before writes some of them too. */
    action: text().notNull(),
    object: text().notNull(),
    /** The data subject: a holder's id or a member's; null where it is of nobody, or of many. */
    whom: uuid(),
    outcome: text().$type<AccessOutcome>().notNull().default('done'),
    /** In a word: what was done, or the code of what was not. */
    result: text().notNull(),
    origin: text().notNull(),
    /** For an order of the public prosecutor: not told to whom it is about before that is released. */
    withheld: boolean().notNull().default(false),
  },
  (table) => [
    index('access_log_at').on(table.centreId, table.at),
    index('access_log_whom')
      .on(table.centreId, table.whom, table.at)
      .where(sql`whom is not null`),
    index('access_log_user').on(table.centreId, table.userId, table.at),
    index('access_log_name').on(table.centreId, table.name, table.at),
    index('access_log_origin').on(table.centreId, table.origin, table.at),
    index('access_log_object').on(table.centreId, table.object, table.at),
    index('access_log_action').on(table.centreId, table.action, table.at),
    index('access_log_outcome').on(table.centreId, table.outcome, table.at),
    index('access_log_erased')
      .on(table.centreId, table.at)
      .where(sql`action = 'retention.erased'`),
  ],
);

/**
 * What proves that no line was changed or taken away since: each minute's lines under one hash, and the hashes in a
 * chain of the centre. Apart from the lines, so that a look waits for nobody's chain.
 */
export const accessSeals = pgTable(
  'access_seals',
  {
    centreId: uuid('centre_id').notNull(),
    /** From 1. */
    number: integer().notNull(),
    at: moment('at').notNull(),
    /** Of the lines, in their order. */
    lineIds: bigint('line_ids', { mode: 'number' }).array().notNull(),
    linesHash: text('lines_hash').notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text().notNull(),
    /** When its lines went, after the time for which they are kept. */
    erasedAt: moment('erased_at'),
  },
  (table) => [primaryKey({ columns: [table.centreId, table.number] })],
);

/** Every event of the log, of whatever subject: who, what, of what, when; nothing of what it says. A projection. */
export const auditChanges = pgTable(
  'audit_changes',
  {
    projectionVersion: integer('projection_version').notNull(),
    /** Of its stream and its version. */
    id: text().notNull(),
    centreId: uuid('centre_id').notNull(),
    streamType: text('stream_type').notNull(),
    streamId: uuid('stream_id').notNull(),
    type: text().notNull(),
    at: moment('at').notNull(),
    /** Its number and its feed in one, so that two of a moment have an order. */
    place: bigint({ mode: 'number' }).notNull(),
    /** Null: no person. As he was called and what he was then. */
    userId: uuid('user_id'),
    userName: text('user_name'),
    userRole: text('user_role').$type<Role>(),
    /** The part of the system, `device`, or `service` for a program; null for a person. */
    part: text(),
  },
  (table) => [
    primaryKey({ columns: [table.projectionVersion, table.id] }),
    index('audit_changes_at').on(table.centreId, table.projectionVersion, table.at, table.place),
    index('audit_changes_stream').on(table.streamId, table.at),
    index('audit_changes_user')
      .on(table.centreId, table.userId, table.at)
      .where(sql`user_id is not null`),
    index('audit_changes_name').on(
      table.centreId,
      table.projectionVersion,
      table.userName,
      table.at,
    ),
    // What devices and the product itself changed is most of it, and is asked for seldom.
    index('audit_changes_people')
      .on(table.centreId, table.projectionVersion, table.at, table.place)
      .where(sql`part is null or part in ('command-line', 'service')`),
  ],
);

/** What somebody asks about what is kept of a person, or what has to be told of a breach: the fold of each request. */
export const privacyRequests = pgTable(
  'privacy_requests',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id'),
    version: integer().notNull(),
    headHash: text('head_hash').notNull(),
    subjectId: uuid('subject_id').notNull(),
    state: jsonb().$type<Omit<PrivacyRequest, 'personal'>>().notNull(),
    personal: text(),
    foldVersion: integer('fold_version').notNull(),
    updatedAt: moment('updated_at').notNull(),
    kind: text().$type<PrivacyRequest['kind']>().notNull(),
    dueAt: moment('due_at').notNull(),
    isOpen: boolean('is_open').notNull(),
  },
  (table) => [index('privacy_requests_due').on(table.centreId, table.isOpen, table.dueAt)],
);
