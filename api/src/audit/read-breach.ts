// Who saw what of whom between two moments. Of a holder or a municipality it is counted by who looked; of an account that
// was misused by whom it looked at. Looks for an order of the public prosecutor are in it: this is the centre's own list.
import { accessActionNames, accessActions, seenKind } from '@achterwacht/shared/audit/actions.ts';
import type {
  Breach,
  BreachMunicipality,
  BreachQuery,
  BreachRow,
} from '@achterwacht/shared/routes/audit.ts';
import type { Visitor } from '../access/as-actor.ts';
import type { Transaction, TransactionSql } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import { patternOf } from '../db/paged.ts';
import type { Column } from './found-in.ts';

/** What shows something of a person. */
const showing = accessActionNames.filter((name) => accessActions[name].sees.length > 0);

type Row = {
  id: string | null;
  name: string | null;
  role: BreachRow['role'];
  action: (typeof showing)[number];
  looks: number;
  first: string;
  last: string;
};

/** The account or the person first, then what it is called; null: there is none such at this centre. */
export async function nameOf(
  { sql }: Transaction,
  { of, id }: Pick<BreachQuery, 'of' | 'id'>,
): Promise<string | null> {
  const [row] =
    of === 'holder'
      ? await sql<{ name: string }[]>`select name from holders where id = ${id}`
      : of === 'member'
        ? await sql<{ name: string }[]>`select name from members where user_id = ${id}`
        : await sql<{ name: string }[]>`select name from municipalities where id = ${id}`;
  return row?.name ?? null;
}

/** Of a list of looks, these alone. */
export const onlyOf =
  ({ centreId }: Pick<Visitor, 'centreId'>, query: BreachQuery) =>
  (sql: TransactionSql) =>
    condition(sql, centreId, query);

function condition(sql: TransactionSql, centreId: string, query: BreachQuery): Column {
  const { of, id, from, until } = query;
  const about = {
    holder: sql`whom = ${id}`,
    member: sql`user_id = ${id}`,
    municipality: sql`whom in (select id from holders where municipality_id = ${id})`,
  }[of];
  return sql`access_log.centre_id = ${centreId} and at >= ${from} and at < ${until}
    and outcome = 'done' and action = any(${showing}) and ${about}`;
}

export async function readBreach(
  { sql }: Transaction,
  centreId: string,
  query: BreachQuery,
): Promise<Pick<Breach, 'looks' | 'rows' | 'municipalities'>> {
  const counted = await sql<Row[]>`
    select ${
      query.of === 'member'
        ? sql`whom as id, max(holders.name) as name, null as role`
        : sql`user_id as id, max(user_name) as name, user_role as role`
    }, action, count(*)::int as looks, min(at) as first, max(at) as last
    from access_log left join holders on holders.id = whom
    where ${condition(sql, centreId, query)}
    group by ${query.of === 'member' ? sql`whom` : sql`user_id, user_role`}, action`;
  const rows = [...Map.groupBy(counted, ({ id, role }) => `${id} ${role}`).values()]
    .map(rowOf)
    .toSorted(
      (a, b) =>
        b.looks - a.looks ||
        b.lastAt.localeCompare(a.lastAt) ||
        (a.name ?? '').localeCompare(b.name ?? ''),
    );
  const municipalities = await sql<BreachMunicipality[]>`
    select municipalities.id, municipalities.name, count(*)::int as looks,
      count(distinct whom)::int as holders
    from access_log join holders on holders.id = whom
    join municipalities on municipalities.id = holders.municipality_id
    where ${condition(sql, centreId, query)}
    group by municipalities.id, municipalities.name order by municipalities.name`;
  const looks = rows.reduce((sum, row) => sum + row.looks, 0);
  return { looks, rows, municipalities: [...municipalities] };
}

function rowOf(actions: Row[]): BreachRow {
  const [{ id, name, role }] = actions as [Row]; // a group has one
  const seen = Object.fromEntries(seenKind.options.map((kind) => [kind, 0])) as BreachRow['seen'];
  for (const { action, looks } of actions)
    for (const kind of accessActions[action].sees) seen[kind] += looks;
  return {
    id,
    name,
    role,
    looks: actions.reduce((sum, { looks }) => sum + looks, 0),
    seen,
    firstAt: actions.map(({ first }) => iso(first)).toSorted()[0]!, // as above
    lastAt: actions
      .map(({ last }) => iso(last))
      .toSorted()
      .at(-1)!,
  };
}

const mostFound = 20;

type Found = { of: BreachQuery['of']; id: string; name: string; more: string };

/** Whom a list can be made of, by a part of the name. */
export function findSubjects({ sql }: Transaction, search: string): Promise<Found[]> {
  const part = patternOf(search);
  return sql<Found[]>`
    (select 'holder' as of, holders.id, holders.name,
        concat_ws(', ', nullif(holders.function, ''), municipalities.name) as more
      from holders join municipalities on municipalities.id = holders.municipality_id
      where holders.name ilike ${part} order by holders.name limit ${mostFound})
    union all
    (select 'member', user_id, name, role from members where name ilike ${part}
      order by name limit ${mostFound})
    union all
    (select 'municipality', id, name, '' from municipalities where name ilike ${part}
      order by name limit ${mostFound})`;
}
