// Somebody who may log in, with his history. What others ask of him stands in `members` again (centres.ts).
import type { Member } from '@achterwacht/shared/member/state.ts';
import { integer, jsonb, pgTable, text, uniqueIndex, uuid } from '../drizzle.ts';
import { centres } from './centres.ts';
import { moment } from './columns.ts';

/** The history of a member, folded: what only administrators and the parts that serve him read. */
export const memberRecords = pgTable(
  'member_records',
  {
    id: uuid().primaryKey(),
    centreId: uuid('centre_id')
      .notNull()
      .references(() => centres.id),
    municipalityId: uuid('municipality_id'),
    /** Of the open invitation's secret. */
    invitationHash: text('invitation_hash'),
    version: integer().notNull(),
    headHash: text('head_hash').notNull(),
    subjectId: uuid('subject_id').notNull(),
    state: jsonb().$type<Omit<Member, 'personal'>>().notNull(),
    personal: text(),
    foldVersion: integer('fold_version').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [uniqueIndex('member_records_invitation').on(table.invitationHash)],
);
