// Looks and changes as one list, newest first: two tables, each read by its own index from the same place on, and the
// newest of both. Row-level security lets supervisors and auditors read them, of their own centre.
import {
  accessActionNames,
  accessActionOf,
  accessActions,
  type AccessAction,
} from '@achterwacht/shared/audit/actions.ts';
import type { AuditLine, AuditQuery } from '@achterwacht/shared/routes/audit.ts';
import type { Sql, Transaction, TransactionSql } from '../db/connect.ts';
import { iso } from '../db/iso.ts';

export type Reading = {
  centreId: string;
  /** Of the rows of the projection that are to be read. */
  version: number;
  /** Whoever may not know a holder's name gets none, and finds none by it. */
  namesHolders: boolean;
  limit: number;
  /** Of the looks alone, these: of a list that is counted otherwise. */
  only?: (sql: TransactionSql) => Column;
};

/** A piece of SQL. */
export type Column = ReturnType<Sql>;

type Row = {
  source: 'look' | 'change';
  tie: string;
  ms: string;
  at: string;
  change_id: string | null;
  kind: string | null;
  name: string;
  object: string;
  number: number | null;
  user_id: string | null;
  user_name: string | null;
  user_role: AuditLine['by']['role'];
  part: string | null;
  whom: string | null;
  whom_name: string | null;
  outcome: AuditLine['outcome'];
  result: string | null;
  origin: string | null;
};

export async function readLines(
  { sql }: Transaction,
  query: AuditQuery,
  reading: Reading,
): Promise<{ lines: AuditLine[]; cursor: string | null }> {
  const { limit, namesHolders } = reading;
  const rows = await sql<Row[]>`
    with lines as (
      (${looks(sql, query, reading)} order by at desc, tie desc limit ${limit + 1})
      union all
      (${changes(sql, query, reading)} order by at desc, tie desc limit ${limit + 1})
    ), newest as (
      select * from lines order by at desc, source desc, tie desc limit ${limit + 1}
    )
    select newest.*, (extract(epoch from newest.at) * 1000)::bigint as ms, alarms.number,
      coalesce(newest.looked_of, alarms.subject_id) as whom,
      case when ${namesHolders} then holders.name end as whom_name
    from newest
    left join alarms on alarms.id = case when newest.object ~ '^[0-9a-f-]{36}$' then newest.object::uuid end
    left join holders on holders.id = coalesce(newest.looked_of, alarms.subject_id)
    order by newest.at desc, source desc, tie desc`;
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    lines: shown.map((row) => lineOf(row)),
    cursor: rows.length > limit && last ? `${last.ms}-${last.tie}-${last.source}` : null,
  };
}

function lineOf(row: Row): AuditLine {
  const action = row.source === 'look' ? accessActionOf(row.name) : null;
  return {
    id: row.source === 'look' ? `look-${row.tie}` : `change-${row.change_id!.replace('/', '-')}`,
    at: iso(row.at),
    group: row.source === 'change' ? 'change' : action ? accessActions[action].group : 'machine',
    action,
    type: action ? null : row.name,
    by: { id: row.user_id, name: row.user_name, role: row.user_role, part: row.part },
    object: { kind: row.kind, id: row.object, number: row.number },
    whom: row.whom ? { id: row.whom, name: row.whom_name } : null,
    outcome: row.outcome,
    result: row.result,
    origin: row.origin,
  };
}

const nothing = (sql: TransactionSql) => sql``;

function looks(sql: TransactionSql, query: AuditQuery, { centreId, only }: Reading) {
  const { group, by, whom, object, outcome } = query;
  return sql`
    select 'look' as source, id as tie, at, null as change_id, null as kind, action as name, object,
      user_id, user_name, user_role, null as part, whom as looked_of, outcome, result, origin
    from access_log
    where centre_id = ${centreId} and ${group !== 'change'}
      ${only ? sql`and ${only(sql)}` : nothing(sql)}
      ${between(sql, query, 'look', sql`id`)}
      ${group && group !== 'change' ? sql`and action = any(${namesOf(group)})` : nothing(sql)}
      ${by ? sql`and user_id = ${by}` : nothing(sql)}
      ${whom ? sql`and whom = ${whom}` : nothing(sql)}
      ${object ? sql`and object = ${object}` : nothing(sql)}
      ${outcome ? sql`and outcome = ${outcome}` : nothing(sql)}
      ${searched(sql, query, {
        ofAlarm: (number) => sql`object in (select id::text from alarms where number = ${number})`,
        ofId: (id) => sql`object = ${id} or user_id = ${id} or whom = ${id}`,
        ofWords: (words) => sql`user_name ilike ${words} or origin ilike ${words}`,
      })}`;
}

function changes(sql: TransactionSql, query: AuditQuery, { centreId, version, only }: Reading) {
  const { group, by, whom, object, outcome, everything } = query;
  const isAsked = !only && (!group || group === 'change') && (!outcome || outcome === 'done');
  return sql`
    select 'change' as source, place as tie, at, id as change_id, stream_type as kind, type as name,
      stream_id::text as object, user_id, user_name, user_role, part, null::uuid as looked_of,
      'done' as outcome, null as result, null as origin
    from audit_changes
    where centre_id = ${centreId} and projection_version = ${version} and ${isAsked}
      ${between(sql, query, 'change', sql`place`)}
      ${everything || by ? nothing(sql) : sql`and (part is null or part in ('command-line', 'service'))`}
      ${by ? sql`and user_id = ${by}` : nothing(sql)}
      ${
        whom
          ? sql`and stream_id in (select ${whom}::uuid union all
              select id from alarms where subject_id = ${whom})`
          : nothing(sql)
      }
      ${object ? sql`and stream_id = ${object}` : nothing(sql)}
      ${searched(sql, query, {
        ofAlarm: (number) => sql`stream_id in (select id from alarms where number = ${number})`,
        ofId: (id) => sql`stream_id = ${id} or user_id = ${id}`,
        ofWords: (words) => sql`user_name ilike ${words}`,
      })}`;
}

/** What comes before the last line that was shown, and within the moments that were asked for. */
function between(
  sql: TransactionSql,
  { from, until, cursor }: AuditQuery,
  source: 'look' | 'change',
  tie: Column,
) {
  const after = cursor ? cursorOf(cursor) : null;
  return sql`
    ${from ? sql`and at >= ${from}` : nothing(sql)}
    ${until ? sql`and at < ${until}` : nothing(sql)}
    ${
      after
        ? sql`and at <= ${after.at} and (at, ${source}::text, ${tie})
            < (${after.at}::timestamptz, ${after.source}::text, ${after.tie}::bigint)`
        : nothing(sql)
    }`;
}

function cursorOf(cursor: string) {
  const [ms = '', tie = '', source = ''] = cursor.split('-');
  return { at: new Date(Number(ms)).toISOString(), tie, source };
}

const isId = (search: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(search);
/** What somebody types is no pattern. */
const pattern = (search: string) => `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

type Searched = {
  ofAlarm: (number: number) => Column;
  ofId: (id: string) => Column;
  ofWords: (pattern: string) => Column;
};

/** An alarm by its number, anything by its id, and whoever did it by his name. */
function searched(sql: TransactionSql, { search }: AuditQuery, by: Searched) {
  if (!search) return nothing(sql);
  const number = /^#?([0-9]{1,9})$/.exec(search)?.[1];
  if (number) return sql`and ${by.ofAlarm(Number(number))}`;
  return sql`and (${isId(search) ? by.ofId(search.toLowerCase()) : by.ofWords(pattern(search))})`;
}

function namesOf(group: AuditQuery['group']): AccessAction[] {
  return accessActionNames.filter((name) => accessActions[name].group === group);
}

/** One line by its id; null where there is none that he may read. */
export async function readLine(
  tx: Transaction,
  lineId: string,
  reading: Omit<Reading, 'limit'>,
): Promise<{ line: AuditLine; fields: Field[] | null } | null> {
  const [, kind, id = '', count = ''] =
    /^(look|change)-(.+?)(?:-([0-9]{1,9}))?$/.exec(lineId) ?? [];
  const { sql } = tx;
  const [found] =
    kind === 'look'
      ? await sql<{ at: string; tie: string }[]>`
          select at, id as tie from access_log where id = ${id} and centre_id = ${reading.centreId}`
      : await sql<{ at: string; tie: string }[]>`
          select at, place as tie from audit_changes
          where id = ${`${id}/${count}`} and centre_id = ${reading.centreId}
            and projection_version = ${reading.version}`;
  if (!found) return null;
  // The one at this very place: from just after it on.
  const cursor = `${Date.parse(found.at)}-${Number(found.tie) + 1}-${kind}`;
  const { lines } = await readLines(tx, { cursor, everything: 'yes' }, { ...reading, limit: 1 });
  const line = lines.find((one) => one.id === lineId);
  if (!line) return null;
  if (kind === 'look') return { line, fields: null };
  // What an earlier release had typed in clear there may name a holder.
  if (line.object.kind === 'alarm' && !reading.namesHolders) return { line, fields: null };
  const [event] = await sql<{ text: string }[]>`
    select text from log.events where stream_id = ${id} and version = ${Number(count)}`;
  return { line, fields: event ? clearFields(event.text) : null };
}

type Field = { name: string; value: string };

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** What stands in clear; what is sealed stands under other names. */
function clearFields(text: string): Field[] {
  const { data } = JSON.parse(text) as { data?: Json };
  return fieldsOf(data ?? {}, '');
}

function fieldsOf(value: Json, path: string): Field[] {
  if (value === null || value === '') return [];
  if (typeof value !== 'object') return [{ name: path, value: String(value) }];
  return Object.entries(value).flatMap(([name, part]) =>
    fieldsOf(part, path === '' ? name : `${path}.${name}`),
  );
}
