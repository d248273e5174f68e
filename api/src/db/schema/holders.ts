// Who is protected: holders, where they are usually, and whom they want called.
import { boolean, doublePrecision, integer, pgTable, text, uuid } from '../drizzle.ts';
import { municipalities } from './centres.ts';

export const holders = pgTable('holders', {
  id: uuid().primaryKey(),
  centreId: uuid('centre_id').notNull(),
  municipalityId: uuid('municipality_id')
    .notNull()
    .references(() => municipalities.id),
  name: text().notNull(),
  function: text().notNull(),
  phone: text(),
  /** How to recognise, special instruction, threat context and words: sealed under the holder's key. */
  restricted: text().notNull(),
  codeWordAgreed: boolean('code_word_agreed').notNull().default(false),
});

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
  mayBeInvolved: boolean('may_be_involved').notNull().default(false),
  rank: integer().notNull(),
});
