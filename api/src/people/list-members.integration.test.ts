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

/** Rows of `members` that the database read for the last question, under the asker's own policies. */
async function rowsRead(text: string): Promise<number> {
  const [row] = await centre.asActor(els, 'people.read', ({ sql }) =>
    sql.unsafe<{ 'QUERY PLAN': [{ Plan: Plan }] }[]>(`explain (analyze, format json) ${text}`),
  );
  return read(row!['QUERY PLAN'][0].Plan);
}
type Plan = {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
};
const read = (plan: Plan): number =>
  (plan['Relation Name'] === 'members'
    ? (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
    : 0) + (plan.Plans ?? []).reduce((sum, each) => sum + read(each), 0);

const pageAfter = (name: string, search = '%') => `
  select * from members
  where (name, user_id) > ('${name}', '00000000-0000-0000-0000-000000000000')
    and search like '${search}' and status <> 'ended'
  order by centre_id, name, user_id limit 51`;

test('a page, or a search, reads each row of the centre at most once', async () => {
  expect(await rowsRead(pageAfter(''))).toBeLessThanOrEqual(many + 10);
  expect(await rowsRead(pageAfter('Naam 05000'))).toBeLessThanOrEqual(many + 10);
  expect(await rowsRead(pageAfter('', '%9999%'))).toBeLessThanOrEqual(many + 10);
});

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
