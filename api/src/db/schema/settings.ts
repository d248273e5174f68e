// What a centre runs by: the fold of each setting, and what of it must be secret.
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from '../drizzle.ts';
import type { SettingKind } from '@achterwacht/shared/setting/kinds.ts';
import type { Setting } from '@achterwacht/shared/setting/state.ts';
import { centres } from './centres.ts';
import { moment } from './columns.ts';

/** What presses and the release before read stands in `centres` again. */
export const settings = pgTable(
  'settings',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id')
      .notNull()
      .references(() => centres.id),
    kind: text().$type<SettingKind>().notNull(),
    /** It concerns no customer; there because the machinery reads it of every subject, as `personal`. */
    municipalityId: uuid('municipality_id'),
    version: integer().notNull(),
    headHash: text('head_hash').notNull(),
    subjectId: uuid('subject_id').notNull(),
    state: jsonb().$type<Omit<Setting, 'personal'>>().notNull(),
    personal: text(),
    foldVersion: integer('fold_version').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [uniqueIndex('settings_once').on(table.centreId, table.kind)],
);

/** With which a centre signs what it sends, under the master key. A setting names it by its id alone. */
export const settingSecrets = pgTable(
  'setting_secrets',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id')
      .notNull()
      .references(() => centres.id),
    sealed: text().notNull(),
  },
  (table) => [index('setting_secrets_centre').on(table.centreId)],
);
