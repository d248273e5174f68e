// What somebody looks for, as values of columns that have an index in the order of time: the names and addresses that
// hold his words, an alarm's id by its number. Each is then read by its own index, so that of a hundred thousand lines
// no more are read than are shown, however seldom it stands there.
import { accessActionNames, accessActions } from '@achterwacht/shared/audit/actions.ts';
import type { AuditQuery } from '@achterwacht/shared/routes/audit.ts';
import type { Sql, Transaction } from '../db/connect.ts';
import { containing } from '../db/paged.ts';

/** A piece of SQL. */
export type Column = ReturnType<Sql>;

type Columns = {
  access_log: 'user_name' | 'origin' | 'object' | 'user_id' | 'whom' | 'action';
  audit_changes: 'user_name' | 'stream_id' | 'user_id';
};
type Table = keyof Columns;

/** Lines that have one of these there. */
export type Among<T extends Table> = { column: Columns[T]; values: readonly string[] };

/**
 * Which lines of a table are asked for, those of one of these; `all`: they are common, or nothing was asked, and the list
 * in its own order soon has a page of them.
 */
export type Found = { [T in Table]: readonly Among<T>[] | 'all' };

type Scope = { centreId: string; version: number };

/** More names than this hold the words: then most lines do. */
const mostValues = 100;
/** Of addresses there may be as many as somebody outside makes up. */
const mostKnown = 5_000;

const isId = (search: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(search);

export async function findIn(tx: Transaction, query: AuditQuery, scope: Scope): Promise<Found> {
  const { search, group, whom } = query;
  if (search) return findWords(tx, search, scope);
  return {
    access_log:
      group && group !== 'change' && !query.by && !query.object && !whom
        ? [{ column: 'action', values: accessActionNames.filter(isOf(group)) }]
        : 'all',
    audit_changes: whom ? [{ column: 'stream_id', values: await concerning(tx, whom) }] : 'all',
  };
}

const isOf = (group: AuditQuery['group']) => (name: (typeof accessActionNames)[number]) =>
  accessActions[name].group === group;

/** What was changed of a person: his own record, and his alarms. */
async function concerning({ sql }: Transaction, whom: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select id from alarms where subject_id = ${whom}`;
  return [whom, ...rows.map(({ id }) => id)];
}

/** An alarm by its number, anything by its id, and whoever did it by his name or from where. */
async function findWords(tx: Transaction, search: string, scope: Scope): Promise<Found> {
  const number = /^#?([0-9]{1,9})$/.exec(search)?.[1];
  if (number) {
    const rows = await tx.sql<{ id: string }[]>`
      select id from alarms where number = ${Number(number)}`;
    const values = rows.map(({ id }) => id);
    return {
      access_log: [{ column: 'object', values }],
      audit_changes: [{ column: 'stream_id', values }],
    };
  }
  if (isId(search)) {
    const values = [search.toLowerCase()];
    return {
      access_log: [
        { column: 'object', values },
        { column: 'user_id', values },
        { column: 'whom', values },
      ],
      audit_changes: [
        { column: 'stream_id', values },
        { column: 'user_id', values },
      ],
    };
  }
  const looks: Column = tx.sql`access_log where centre_id = ${scope.centreId}`;
  const changes: Column = tx.sql`audit_changes where centre_id = ${scope.centreId}
    and projection_version = ${scope.version}`;
  const names = await holding(tx, looks, 'user_name', search);
  const origins = await holding(tx, looks, 'origin', search);
  const changers = await holding(tx, changes, 'user_name', search);
  return {
    access_log:
      names && origins
        ? [
            { column: 'user_name', values: names },
            { column: 'origin', values: origins },
          ]
        : 'all',
    audit_changes: changers ? [{ column: 'user_name', values: changers }] : 'all',
  };
}

/** Each value once, from one to the next by the index; those that hold the words. Null where they are too many. */
async function holding(
  { sql }: Transaction,
  from: Column,
  column: 'user_name' | 'origin',
  search: string,
): Promise<string[] | null> {
  const name = sql(column);
  const [row] = await sql<{ known: number; values: string[] }[]>`
    with recursive each as (
      (select ${name} as value from ${from} and ${name} is not null order by ${name} limit 1)
      union all
      select (select ${name} from ${from} and ${name} > each.value order by ${name} limit 1)
      from each where value is not null
    ), known as (select value from each where value is not null limit ${mostKnown})
    select count(*)::int as known, coalesce(
      array_agg(value) filter (where searchable(value) like ${containing(search)}), '{}') as values
    from known`;
  const { known, values } = row!; // of a count there is one
  return known === mostKnown || values.length > mostValues ? null : values;
}
