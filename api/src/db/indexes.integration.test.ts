// Which columns the indexes of much changed tables hold, besides their keys. A change that touches one of them is written into
// every index of its row and elsewhere on the disk; one that touches none stays in its page.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../testing/fresh-database.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

test.each([
  // Not `version`, `state`, `personal`, `head_hash` and `updated_at`, which every press on it changes.
  [
    'alarms',
    [
      // By the last resort, once.
      'bare',
      'button_id',
      'centre_id',
      'closed_at',
      'kind',
      'mode',
      // With `subject_id` what a row keeps from its first press on.
      'number',
      'open',
      'owner_id',
      'raised_at',
      'subject_id',
    ],
  ],
  // Not `disposition`, `button_id` and `alarm_id`, which its decision fills in.
  ['signals', ['message_id']],
  ['feeds', []],
  ['button_contacts', []],
  ['presence', ['user_id']],
])('of %s', async (table, columns) => {
  // Of their conditions too: a column there counts like one that is held.
  const rows = await database.superuser<{ column: string }[]>`
    select distinct attname as "column" from pg_index
    join pg_depend on objid = indexrelid and classid = 'pg_class'::regclass
      and refobjid = indrelid and refclassid = 'pg_class'::regclass
    join pg_attribute on attrelid = indrelid and attnum = refobjsubid
    where indrelid = ${table}::regclass order by 1`;
  expect(rows.map(({ column }) => column)).toEqual(columns);
});
