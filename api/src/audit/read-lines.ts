// Looks and changes as one list, newest first: two tables, each read by its own index from the same place on, and the
// newest of both. Row-level security lets supervisors and auditors read them, of their own centre.
import * as z from 'zod';
import {
  accessActionNames,
  accessActionOf,
  accessActions,
  type AccessAction,
} from '@achterwacht/shared/audit/actions.ts';
import type { PlanLayer } from '@achterwacht/shared/plan/state.ts';
import type { AuditLine, AuditQuery } from '@achterwacht/shared/routes/audit.ts';
import type { Transaction, TransactionSql } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import { containing, pagingBy } from '../db/paged.ts';
import { findIn, type Among, type Column, type Found } from './found-in.ts';

export type Reading = {
  centreId: string;
  /** Of the rows of the projection that are to be read. */
  version: number;
  /** Whoever may not know a holder's name gets none, and finds none by it. */
  namesHolders: boolean;
  limit: number;
  /** Of the looks alone, these: of a list that is counted otherwise. */
  only?: (sql: TransactionSql) => Column;
  /** What comes after this one, instead of after the query's cursor. */
  after?: Place;
};

const place = z.object({
  at: z.iso.datetime(),
  source: z.enum(['look', 'change']),
  /** Of two of a moment in one table. */
  tie: z.int().nonnegative(),
});
export type Place = z.infer<typeof place>;
const paging = pagingBy(place);

type Row = {
  source: Place['source'];
  tie: string;
  at: string;
  change_id: string | null;
  kind: string | null;
  name: string;
  object: string;
  object_name: string | null;
  plan_layer: PlanLayer | null;
  plan_name: string | null;
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
  tx: Transaction,
  query: AuditQuery,
  reading: Reading,
): Promise<{ lines: AuditLine[]; cursor: string | null }> {
  const { sql } = tx;
  const { limit, namesHolders } = reading;
  const asked = {
    query,
    reading,
    after: reading.after ?? paging.read(query.cursor),
    found: await findIn(tx, query, reading),
  };
  const rows = await sql<Row[]>`
    with lines as (
      (${looks(sql, asked)}) union all (${changes(sql, asked)})
    ), newest as (
      select * from lines order by at desc, source desc, tie desc limit ${limit + 1}
    )
    select newest.*, ${namesOfObjects(sql, namesHolders)}, alarms.number,
      plan.layer as plan_layer, plan.name as plan_name,
      coalesce(newest.looked_of, alarms.subject_id) as whom,
      case when ${namesHolders} or members.role <> 'holder'
        then coalesce(holders.name, members.name) end as whom_name
    from newest
    left join alarms on alarms.id = case when newest.object ~ '^[0-9a-f-]{36}$' then newest.object::uuid end
    left join lateral (${planAt(sql, namesHolders)}) as plan on newest.kind = 'plan'
    left join holders on holders.id = coalesce(newest.looked_of, alarms.subject_id)
    left join members on members.user_id = newest.looked_of
    order by newest.at desc, source desc, tie desc`;
  const page = paging.pageOf(rows, placeOf, limit);
  return { lines: page.rows.map(lineOf), cursor: page.next };
}

const placeOf = ({ at, source, tie }: Row): Place => ({ at: iso(at), source, tie: Number(tie) });

function lineOf(row: Row): AuditLine {
  const action = row.source === 'look' ? accessActionOf(row.name) : null;
  return {
    id: row.source === 'look' ? `look-${row.tie}` : `change-${row.change_id!.replace('/', '-')}`,
    at: iso(row.at),
    group: row.source === 'change' ? 'change' : action ? accessActions[action].group : 'machine',
    action,
    type: action ? null : row.name,
    by: { id: row.user_id, name: row.user_name, role: row.user_role, part: row.part },
    object: {
      kind: row.number === null ? (row.kind ?? kindLookedAt(action)) : 'alarm',
      id: row.object,
      number: row.number,
      // What was set at the machine names its centre; which setting it is is what came of it.
      name: action === 'setting.set' ? row.result : (row.plan_name ?? row.object_name),
      layer: row.plan_layer,
    },
    whom: row.whom === null ? null : { id: row.whom, name: row.whom_name },
    outcome: row.outcome,
    result: row.result,
    origin: row.origin,
  };
}

/** What has a page of its own, where one of it was looked at and no list. */
const lookedAt: { [A in AccessAction]?: string } = {
  'incident.opened': 'incident',
  'incident.versions': 'incident',
  'incident.printed': 'incident',
  'people.opened': 'member',
  'person.identity': 'person',
  'person.opened': 'person',
  'privacy-request.opened': 'privacy-request',
  'privacy-request.exported': 'privacy-request',
  'person.erased': 'privacy-request',
  'setting.set': 'setting',
};

/** What is called by its name where it was looked at, since no column of its own does. */
const namedLooks: { [A in AccessAction]?: string } = {
  'plan.opened': 'plan',
  'register.opened': 'button',
  'register.printed': 'button',
  'member.set': 'member',
};

const kindLookedAt = (action: AccessAction | null) => (action && lookedAt[action]) ?? null;

/** Of what has a name for people that is no holder's, and that whoever reads may know. */
const namesOfObjects = (sql: TransactionSql, namesHolders: boolean) => sql`case newest.kind
  when 'setting' then (select kind from settings where settings.id = newest.object::uuid)
  when 'member' then (select name from members
    where user_id = newest.object::uuid and (${namesHolders} or role <> 'holder'))
  when 'municipality' then
    (select name from municipalities where municipalities.id = newest.object::uuid)
  when 'person' then
    (select name from holders where holders.id = newest.object::uuid and ${namesHolders})
  when 'service-account' then
    (select name from service_accounts where service_accounts.id = newest.object::uuid)
  when 'button' then (select serial from buttons where buttons.id = newest.object::uuid)
  when 'privacy-request' then
    (select kind from privacy_requests where privacy_requests.id = newest.object::uuid)
  end as object_name`;

/** Whose plan it is: a look names whose it is, a change its history. */
const planAt = (sql: TransactionSql, namesHolders: boolean) => sql`
  select layer, case layer
      when 'template' then (select name from municipalities where id = plans.municipality_id)
      when 'button' then (select serial from buttons where id = plans.button_id)
      else (select name from holders where id = plans.holder_id and ${namesHolders}) end as name
  from plans, lateral (select case when newest.kind = 'plan' then newest.object::uuid end as id) as asked
  where asked.id in (plans.id, plans.holder_id, plans.button_id)
    or (layer = 'template' and plans.municipality_id = asked.id)
  limit 1`;

type Asked = { query: AuditQuery; reading: Reading; after: Place | null; found: Found };

function looks(sql: TransactionSql, { query, reading, after, found }: Asked) {
  const { group, by, whom, object, outcome, search } = query;
  const { centreId, only, limit } = reading;
  const words = search && found.access_log === 'all' ? containing(search) : null;
  const read = (among: Column): Column => sql`
    select 'look' as source, id as tie, at, null as change_id,
      case when object ~ '^[0-9a-f-]{36}$'
        then ${JSON.stringify(namedLooks)}::text::jsonb ->> action end as kind,
      action as name, object,
      user_id, user_name, user_role, null as part, whom as looked_of, outcome, result, origin
    from access_log
    where centre_id = ${centreId} and ${group !== 'change'} ${among}
      ${only ? sql`and ${only(sql)}` : sql``}
      ${between(sql, query, { after, source: 'look', tie: sql`id` })}
      ${group && group !== 'change' ? sql`and action = any(${namesOf(group)})` : sql``}
      ${by ? sql`and user_id = ${by}` : sql``}
      ${whom ? sql`and whom = ${whom}` : sql``}
      ${object ? sql`and object = ${object}` : sql``}
      ${outcome ? sql`and outcome = ${outcome}` : sql``}
      ${words ? sql`and (searchable(user_name) like ${words} or searchable(origin) like ${words})` : sql``}
    order by at desc, tie desc limit ${limit + 1}`;
  return readAmong(sql, found.access_log, { read, limit });
}

function changes(sql: TransactionSql, { query, reading, after, found }: Asked) {
  const { group, by, object, outcome, everything, search } = query;
  const { centreId, version, only, limit } = reading;
  const isAsked = !only && (!group || group === 'change') && (!outcome || outcome === 'done');
  const words = search && found.audit_changes === 'all' ? containing(search) : null;
  const read = (among: Column): Column => sql`
    select 'change' as source, place as tie, at, id as change_id, stream_type as kind, type as name,
      stream_id::text as object, user_id, user_name, user_role, part, null::uuid as looked_of,
      'done' as outcome, null as result, null as origin
    from audit_changes
    where centre_id = ${centreId} and projection_version = ${version} and ${isAsked} ${among}
      ${between(sql, query, { after, source: 'change', tie: sql`place` })}
      ${everything || by ? sql`` : sql`and (part is null or part in ('command-line', 'service'))`}
      ${by ? sql`and user_id = ${by}` : sql``}
      ${object ? sql`and stream_id = ${object}` : sql``}
      ${words ? sql`and searchable(user_name) like ${words}` : sql``}
    order by at desc, tie desc limit ${limit + 1}`;
  return readAmong(sql, found.audit_changes, { read, limit });
}

type Read = { read: (among: Column) => Column; limit: number };

/** A page of each value by its own index, and the newest of those: one line stands under several. */
function readAmong(
  sql: TransactionSql,
  found: readonly Among<keyof Found>[] | 'all',
  { read, limit }: Read,
): Column {
  if (found === 'all') return read(sql``);
  const each = found.map(({ column, values }): Column => {
    const type = sql.unsafe(/_id$|^whom$/.test(column) ? 'uuid' : 'text');
    return sql`
      select line.* from unnest(${[...values]}::${type}[]) as wanted(value)
      cross join lateral (${read(sql`and ${sql(column)} = wanted.value`)}) as line`;
  });
  const together = each.reduce((before, one) => sql`${before} union ${one}`);
  return sql`select * from (${together}) as lines order by at desc, tie desc limit ${limit + 1}`;
}

/** What comes after the last line that was shown, and within the moments that were asked for. */
function between(
  sql: TransactionSql,
  { from, until }: AuditQuery,
  { after, source, tie }: { after: Place | null; source: Place['source']; tie: Column },
) {
  return sql`
    ${from ? sql`and at >= ${from}` : sql``}
    ${until ? sql`and at < ${until}` : sql``}
    ${
      after
        ? sql`and at <= ${after.at} and (at, ${source}::text, ${tie})
            < (${after.at}::timestamptz, ${after.source}::text, ${after.tie}::bigint)`
        : sql``
    }`;
}

function namesOf(group: AuditQuery['group']): AccessAction[] {
  return accessActionNames.filter((name) => accessActions[name].group === group);
}
