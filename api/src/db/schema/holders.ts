// Who is protected: holders, where they are usually, and whom they want called. The row of a holder is the fold of a person's history; his places and contacts say again what stands sealed in it, for whoever
// looks them up by themselves.
import {
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
import type { Person } from '@achterwacht/shared/person/state.ts';
import { municipalities } from './centres.ts';
import { moment } from './columns.ts';

export const holders = pgTable(
  'holders',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id')
      .notNull()
      .references(() => municipalities.id),
    name: text().notNull(),
    function: text().notNull(),
    phone: text(),
    /** What an alarm shows of him once it is claimed: sealed under the holder's key. */
    restricted: text().notNull(),
    codeWordAgreed: boolean('code_word_agreed').notNull().default(false),
    /** Of whose family he is. */
    belongsTo: uuid('belongs_to'),
    /** The log-in by which he reads his own. */
    accountId: uuid('account_id'),
    emptiedAt: moment('emptied_at'),
    version: integer().notNull().default(0),
    headHash: text('head_hash'),
    subjectId: uuid('subject_id'),
    /** Null where a release without histories wrote it, until it is taken over. */
    state: jsonb().$type<Omit<Person, 'personal'>>(),
    /** Both of its parts, each sealed under its own key. */
    personal: text(),
    foldVersion: integer('fold_version'),
    updatedAt: moment('updated_at'),
  },
  (table) => [
    // One page of a long list, in its order.
    index('holders_by_name').on(table.centreId, sql`(lower(name) collate "C")`, table.id),
    index('holders_of_family').on(table.belongsTo),
    uniqueIndex('holders_account').on(table.accountId),
  ],
);

export const places = pgTable('places', {
  id: uuid().primaryKey(),
  centreId: uuid('centre_id').notNull(),
  municipalityId: uuid('municipality_id').notNull(),
  holderId: uuid('holder_id')
    .notNull()
    .references(() => holders.id),
  label: text().notNull(),
  address: text().notNull(),
  floor: text(),
  latitude: doublePrecision().notNull(),
  longitude: doublePrecision().notNull(),
});

export const contacts = pgTable('contacts', {
  id: uuid().primaryKey(),
  centreId: uuid('centre_id').notNull(),
  municipalityId: uuid('municipality_id').notNull(),
  holderId: uuid('holder_id')
    .notNull()
    .references(() => holders.id),
  name: text().notNull(),
  relation: text().notNull(),
  phone: text().notNull(),
  /** Of either: at the same address, or involved for another reason. */
  mayBeInvolved: boolean('may_be_involved').notNull().default(false),
  /** Null: a release wrote it that did not tell the two apart. */
  sameAddress: boolean('same_address'),
  rank: integer().notNull(),
});

/** How near a contact is to what happens. Of whom a release did not tell at which address he is, either may be so. */
export const involvement = {
  sameAddress: sql<boolean>`coalesce(${contacts.sameAddress}, ${contacts.mayBeInvolved})`,
  mayBeInvolved: contacts.mayBeInvolved,
};
