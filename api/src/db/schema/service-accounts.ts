// Programs that ask something of a centre: the fold of each, and what tells one of its tokens from a guess.
import { bigint, date, index, integer, jsonb, pgTable, text, uuid } from '../drizzle.ts';
import type { ServiceAccount } from '@achterwacht/shared/service-account/state.ts';
import { centres } from './centres.ts';
import { bytes, moment } from './columns.ts';

export const serviceAccounts = pgTable(
  'service_accounts',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id')
      .notNull()
      .references(() => centres.id),
    /** It concerns no customer; there because the machinery reads it of every subject. */
    municipalityId: uuid('municipality_id'),
    name: text().notNull(),
    version: integer().notNull(),
    headHash: text('head_hash').notNull(),
    subjectId: uuid('subject_id').notNull(),
    state: jsonb().$type<Omit<ServiceAccount, 'personal'>>().notNull(),
    personal: text(),
    foldVersion: integer('fold_version').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [index('service_accounts_name').on(table.centreId, table.name)],
);

/** Until when it counts, and whether at all, stands in the account. */
export const serviceTokens = pgTable(
  'service_tokens',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id')
      .notNull()
      .references(() => centres.id),
    serviceAccountId: uuid('service_account_id')
      .notNull()
      .references(() => serviceAccounts.id),
    /** SHA-256 of its secret, which is as long as a key: there is nothing to guess slowly. */
    hash: bytes().notNull(),
    lastUsedOn: date('last_used_on'),
    uses: bigint({ mode: 'number' }).notNull().default(0),
  },
  (table) => [index('service_tokens_account').on(table.serviceAccountId)],
);
