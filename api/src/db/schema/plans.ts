// How people want to be helped: a row a layer of a plan, a municipality's template, a person's and a button's own.
import { integer, jsonb, pgTable, sql, text, uniqueIndex, uuid } from '../drizzle.ts';
import type { PlanFlag, WrittenStep } from '@achterwacht/shared/alarm/plan/state.ts';
import type { Plan, PlanContent, PlanLayer } from '@achterwacht/shared/plan/state.ts';
import { buttons } from './buttons.ts';
import { moment } from './columns.ts';
import { holders } from './holders.ts';

/**
 * Its fold stands in `state`; `content` is what counts, in clear, for a press. The release before knows persons' rows alone:
 * it reads `version` to `steps` of them, and adds rows with those alone, which are taken over at the next start. Until
 * then `state` is null.
 */
export const plans = pgTable(
  'plans',
  {
    id: uuid().primaryKey().defaultRandom(),
    layer: text().$type<PlanLayer>().notNull().default('person'),
    /** Of a person's. */
    holderId: uuid('holder_id').references(() => holders.id),
    /** Of a button's. */
    buttonId: uuid('button_id').references(() => buttons.id),
    centreId: uuid('centre_id').notNull(),
    municipalityId: uuid('municipality_id').notNull(),
    version: integer().notNull(),
    title: text().notNull(),
    flags: jsonb().$type<PlanFlag[]>().notNull(),
    minimumListeningSeconds: integer('minimum_listening_seconds').notNull(),
    steps: jsonb().$type<WrittenStep[]>().notNull(),
    /** How often something else began to count. */
    number: integer().notNull().default(0),
    /** Null: nothing counts. */
    content: jsonb().$type<PlanContent>(),
    /** Since when a proposal waits. */
    proposedAt: moment('proposed_at'),
    headHash: text('head_hash'),
    subjectId: uuid('subject_id'),
    state: jsonb().$type<Omit<Plan, 'personal'>>(),
    personal: text(),
    foldVersion: integer('fold_version'),
    updatedAt: moment('updated_at'),
  },
  (table) => [
    uniqueIndex('plans_of_municipality')
      .on(table.municipalityId)
      .where(sql`layer = 'template'`),
    uniqueIndex('plans_of_person').on(table.holderId),
    // What one customer agreed upon for a button is not the next one's.
    uniqueIndex('plans_of_button').on(table.buttonId, table.municipalityId),
  ],
);
