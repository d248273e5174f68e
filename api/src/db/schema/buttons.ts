// The devices, who carries them, and when each was last heard.
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  sql,
  text,
  uniqueIndex,
  uuid,
} from '../drizzle.ts';
import type { KnownAtHome, ReasonCategory } from '@achterwacht/shared/alarm/raising/state.ts';
import type { Button } from '@achterwacht/shared/button/state.ts';
import { holders } from './holders.ts';
import { moment } from './columns.ts';

export const buttons = pgTable(
  'buttons',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id'),
    serial: text().notNull(),
    protocol: text().$type<'dc09' | 'whip' | 'system'>().notNull(),
    account: text().notNull(),
    /** The device's key, sealed under the master key; null: the account sends in clear. */
    key: text(),
    model: text().notNull(),
    /** False for a row made by a press of a device nobody registered: something to lock. */
    known: boolean().notNull().default(true),
    sound: boolean().notNull().default(false),
    /** The bearer token it sends sound with, sealed under the master key; null: it has no sound. */
    soundToken: text('sound_token'),
    /** What the media-server knows it by. */
    soundTokenSha256: text('sound_token_sha256'),
    soundChangedAt: moment('sound_changed_at'),
    status: text()
      .$type<'in-pool' | 'lent' | 'fixed' | 'in-test' | 'maintenance' | 'missing' | 'retired'>()
      .notNull()
      .default('in-pool'),
    /** Of its card, as printed on it (ICCID). */
    sim: text(),
    firmware: text(),
    /** How far apart it is expected to be heard; null: at no time. */
    supervisionSeconds: integer('supervision_seconds'),
    /** Grows with every change of what a press of it copies: `context_changed`. */
    contextVersion: bigint('context_version', { mode: 'number' }).notNull().default(0),
  },
  (table) => [
    uniqueIndex('buttons_serial').on(table.serial),
    uniqueIndex('buttons_account').on(table.protocol, table.account),
    index('buttons_sound')
      .on(table.soundChangedAt)
      .where(sql`sound_token_sha256 is not null`),
  ],
);

/** When a button was last heard; apart from `buttons`, so that polls never wait for a press's lock. */
export const buttonContacts = pgTable('button_contacts', {
  buttonId: uuid('button_id').primaryKey(),
  centreId: uuid('centre_id').notNull(),
  municipalityId: uuid('municipality_id'),
  lastContactAt: moment('last_contact_at').notNull(),
  lastTestAt: moment('last_test_at'),
  batteryPercent: doublePrecision('battery_percent'),
});

export const loans = pgTable(
  'loans',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id').notNull(),
    buttonId: uuid('button_id')
      .notNull()
      .references(() => buttons.id),
    holderId: uuid('holder_id')
      .notNull()
      .references(() => holders.id),
    reasonCategory: text('reason_category').$type<ReasonCategory>().notNull(),
    startsAt: moment('starts_at').notNull(),
    /** Null: fixed, until returned. */
    endsAt: moment('ends_at'),
    reviewAt: moment('review_at').notNull(),
    returnedAt: moment('returned_at'),
    /** Lent before a test of the button was heard, and none was since: its alarms say so. */
    soundUntested: boolean('sound_untested').notNull().default(false),
    /** Null: nobody asked, or a release lent it that did not know the question. */
    knownAtHome: text('known_at_home').$type<KnownAtHome>(),
  },
  (table) => [index('loans_button').on(table.buttonId, table.startsAt)],
);

/** The fold of a button; `buttons` and `loans` say parts of it again. */
export const lentButtons = pgTable('lent_buttons', {
  id: uuid()
    .primaryKey()
    .references(() => buttons.id),
  centreId: uuid('centre_id').notNull(),
  municipalityId: uuid('municipality_id'),
  version: integer().notNull(),
  headHash: text('head_hash').notNull(),
  subjectId: uuid('subject_id').notNull(),
  state: jsonb().$type<Omit<Button, 'personal'>>().notNull(),
  /** Of no use here, and there because the machinery reads it of every subject. */
  personal: text(),
  foldVersion: integer('fold_version').notNull(),
  updatedAt: moment('updated_at').notNull(),
});

/** A file of lines that somebody looks at before it is carried out; sealed, and gone within half an hour. */
export const pendingImports = pgTable('pending_imports', {
  id: uuid().primaryKey(),
  /** Of what it is a list. */
  kind: text().notNull().default('buttons'),
  centreId: uuid('centre_id').notNull(),
  userId: uuid('user_id').notNull(),
  /** Under the master key. */
  content: text().notNull(),
  uploadedAt: moment('uploaded_at').notNull(),
  /** How much of it is carried out, as its kind counts it. */
  done: integer().notNull().default(0),
});
