// Ten thousand members: what a page and a search read, counted by the database itself and not by a clock.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { addAdministrator } from '../testing/settings.ts';
import type { Visitor } from '../access/as-actor.ts';
import { listMembers } from './list-members.ts';

const many = 10_000;
let centre: AlarmCentre;
let els: Visitor;
beforeAll(async () => {
  centre = await openAlarmCentre();
  els = await addAdministrator(centre, 'Els');
  await centre.database.superuser`
    insert into members (user_id, centre_id, role, name, email)
    select gen_random_uuid(), ${centre.centreId}, 'auditor',
      'Naam ' || lpad(number::text, 5, '0'), 'n' || number || '@voorbeeld.test'
    from generate_series(1, ${many}) as number`;
  await centre.database.superuser`analyze members`;
});
afterAll(() => centre.end());

const list = (wanted: Parameters<typeof listMembers>[1]) =>
  centre.asActor(els, 'people.read', (tx) => listMembers(tx, wanted));

/** Rows of `members` that the database fetches for it, whatever the planner chose, with those of the asker himself. */
function rowsRead(wanted: Parameters<typeof listMembers>[1]): Promise<number> {
  return centre.asActor(els, 'people.read', async (tx) => {
    const fetched = async () => {
      const [row] = await tx.sql<{ count: number }[]>`
        select (seq_tup_read + idx_tup_fetch)::int as count from pg_stat_xact_user_tables
        where relname = 'members'`;
      return row!.count;
    };
    const before = await fetched();
    await listMembers(tx, wanted);
    return (await fetched()) - before;
  });
}
const afterName = (text: string) =>
  Buffer.from(JSON.stringify({ text, id: '00000000-0000-0000-0000-000000000000' })).toString(
    'base64url',
  );

test.each([
  ['the first page', {}],
  ['a page in the middle', { cursor: afterName('Naam 05000') }],
  ['those of a role of whom there are few', { role: 'administrator' }],
  ['those who are kept out, who are few', { status: 'suspended' }],
  ['those of a municipality without any', { municipality: '5a0c2a3e-0000-4000-8000-000000000001' }],
  ['one who is searched', { search: '9999@' }],
  ['nobody', { search: 'niemand' }],
  ['words that all of them have', { search: 'voorbeeld' }],
  ['a single letter', { search: 'n' }],
] as [string, Parameters<typeof listMembers>[1]][])(
  '%s: no more is read than a page, and what it matches',
  async (_, wanted) => {
    expect(await rowsRead(wanted)).toBeLessThanOrEqual(700);
  },
);

test('fifty a page, none twice, none left out', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const { rows, next } = await list({ search: 'naam 000', cursor });
    expect(rows.length).toBeLessThanOrEqual(50);
    seen.push(...rows.map(({ name }) => name));
    cursor = next ?? undefined;
  } while (cursor);
  expect(seen).toHaveLength(99);
  expect(new Set(seen).size).toBe(99);
  expect(seen).toEqual(seen.toSorted());
});

test('what is typed is words: any part of name or address, with or without accents, and no pattern', async () => {
  await centre.database.superuser`
    insert into members (user_id, centre_id, role, name, email)
    values (gen_random_uuid(), ${centre.centreId}, 'auditor', 'Renée Voßt-Ibañez', 'r_v@voorbeeld.test')`;
  const names = async (search: string) => (await list({ search })).rows.map(({ name }) => name);
  expect(await names('renee')).toEqual(['Renée Voßt-Ibañez']);
  expect(await names('IBAÑEZ')).toEqual(['Renée Voßt-Ibañez']);
  expect(await names('r_v@')).toEqual(['Renée Voßt-Ibañez']);
  expect(await names('%')).toEqual([]);
  expect(await names('n1234@')).toEqual(['Naam 01234']);
});
