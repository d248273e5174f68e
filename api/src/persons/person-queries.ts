// What is read of persons. All of it runs inside asActor, under row-level security.
import { accessActionNames, accessActions } from '@achterwacht/shared/audit/actions.ts';
import {
  centreStaff,
  isToldWearer,
  role as roleName,
  type Role,
} from '@achterwacht/shared/roles.ts';
import type { Person } from '@achterwacht/shared/person/state.ts';
import {
  reasonIn,
  reasonMinutes,
  type SaidReason,
} from '@achterwacht/shared/person/look-reason.ts';
import { sheetFor } from '@achterwacht/shared/person/view.ts';
import type { LookAt, PersonSheet, PersonSummary } from '@achterwacht/shared/routes/persons.ts';
import * as z from 'zod';
import type { Visitor } from '../access/as-actor.ts';
import type { Transaction } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import { containing, pageOf, pagingBy, readCursor, rowsOfPage } from '../db/paged.ts';
import { textOf } from '../http/texts.ts';
import { find } from '../log/read-stream.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { unusedEndsAt } from './emptying/unused-sheets.ts';
import { personRows } from './person-row.ts';

type Named = { id: string; name: string };
type SummaryRow = Omit<PersonSummary, 'emptiedAt'> & { emptiedAt: string | null; place: string };

export async function listPersons(
  { sql }: Transaction,
  { role }: Pick<Visitor, 'role'>,
  {
    search,
    municipality,
    wearing,
    cursor,
  }: {
    search?: string | undefined;
    municipality?: string | undefined;
    wearing?: 'yes' | undefined;
    cursor?: string | undefined;
  },
  now: Date,
): Promise<{ persons: PersonSummary[]; next: string | null }> {
  const { text, id } = readCursor(cursor);
  const part = containing(search);
  // Whoever is not told it in lists is not told it by what a list leaves out either.
  const isTold = isToldWearer(role, 'lists');
  const worn = sql`from loans join buttons on buttons.id = loans.button_id
    where loans.holder_id = holders.id and returned_at is null and starts_at <= ${now.toISOString()}`;
  const found = await sql<SummaryRow[]>`
    select holders.id, holders.name, holders.function, holders.emptied_at as "emptiedAt",
      lower(holders.name) collate "C" as place,
      jsonb_build_object('id', municipalities.id, 'name', municipalities.name) as municipality,
      case when head.id is not null
        then jsonb_build_object('id', head.id, 'name', head.name) end as "belongsTo",
      array(select jsonb_build_object('serial', serial, 'endsAt', ends_at) ${worn}
        order by starts_at, serial) as wears
    from holders join municipalities on municipalities.id = holders.municipality_id
    left join holders as head on head.id = holders.belongs_to
    where (lower(holders.name) collate "C", holders.id) > (${text} collate "C", ${id}::uuid)
      and (searchable(holders.name) like ${part} or searchable(holders.function) like ${part})
      ${municipality === undefined ? sql`` : sql`and holders.municipality_id = ${municipality}`}
      ${wearing === undefined || !isTold ? sql`` : sql`and exists (select ${worn})`}
    order by lower(holders.name) collate "C", holders.id limit ${rowsOfPage}`;
  const { rows, next } = pageOf(found, (row) => ({ text: row.place, id: row.id }));
  const persons = rows.map(({ place: _place, emptiedAt, wears, ...row }) => ({
    ...row,
    emptiedAt: emptiedAt && iso(emptiedAt),
    wears: (isTold ? wears : []).map(({ serial, endsAt }) => ({
      serial,
      endsAt: endsAt && iso(endsAt),
    })),
  }));
  return { persons, next };
}

/** Null: he is not there, not his to see, or his role sees no sheets. */
export async function readSheet(
  tx: Transaction,
  keys: KeyRing,
  visitor: Pick<Visitor, 'role'>,
  { personId, isOpened }: { personId: string; isOpened: boolean },
): Promise<PersonSheet | null> {
  const found = await find(personRows, tx, keys, personId);
  return found && sheetOf(tx, visitor.role, found.state, isOpened);
}

/** Why whoever asks opened this sheet, where that is not long ago. */
export async function reasonStanding(
  { sql }: Transaction,
  personId: string,
  now: Date,
): Promise<SaidReason | null> {
  const since = new Date(now.getTime() - reasonMinutes * 60_000).toISOString();
  const [row] = await sql<{ result: string | null }[]>`
    select reason_to_open(${personId}, ${since}) as result`;
  return row?.result ? reasonIn(row.result) : null;
}

/** As a role reads it, with whom he belongs together with. */
export async function sheetOf(
  { sql }: Transaction,
  role: Role,
  person: Person,
  isOpened: boolean,
): Promise<PersonSheet | null> {
  const seen = sheetFor(role, person, isOpened);
  if (!seen) return null;
  const { municipalityId, belongsTo, accountId, ...view } = seen;
  const [beside] = await sql<
    {
      municipality: Named;
      head: Named | null;
      family: PersonSheet['family'];
      account: Named | null;
    }[]
  >`
    select jsonb_build_object('id', id, 'name', name) as municipality,
      (select jsonb_build_object('id', id, 'name', name) from holders
        where id = ${belongsTo}) as head,
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'name', name, 'function', function)
          order by lower(name), id)
        from holders where belongs_to = ${person.id}), '[]') as family,
      (select jsonb_build_object('id', user_id, 'name', name) from members
        where user_id = ${accountId}) as account
    from municipalities where id = ${municipalityId}`;
  const { municipality, head, family, account } = beside!; // a holder's row names it
  const empties = person.deadlines.find(({ kind }) => kind === 'empty')?.at;
  const emptiesAt =
    role === 'holder' ? null : (empties ?? (await unusedEndsAt({ sql }, person.id)));
  return { ...view, municipality, belongsTo: head, family, account, emptiesAt };
}

/** Of a municipality's holders, whoever has a log-in that is nobody else's. */
export async function accountsFor({ sql }: Transaction, personId: string): Promise<Named[] | null> {
  const [person] = await sql<{ municipality: string }[]>`
    select municipality_id as municipality from holders where id = ${personId}`;
  if (!person) return null;
  return sql<Named[]>`
    select user_id as id, name from members
    where municipality_id = ${person.municipality} and role = 'holder'
      and status in ('active', 'invited')
      and not exists (select from holders
        where account_id = members.user_id and holders.id <> ${personId})
    order by lower(name), user_id limit 500`;
}

const showing = accessActionNames.filter((name) => accessActions[name].sees.length > 0);
/** What a municipality is told: of alarms nothing live, and so no look at one. */
const ofSheets = showing.filter((name) => name.startsWith('person.'));

const byMoment = pagingBy<{ at: string; place: number }>(
  z.object({ at: z.iso.datetime(), place: z.int() }),
);

type LookRow = { at: string; role: string | null; action: string; result: string };

/** Newest first. A page goes by moments: of looks within one millisecond none is left out. */
export async function looksAt(
  { sql }: Transaction,
  {
    personId,
    visitor,
    cursor,
  }: { personId: string; visitor: Visitor; cursor?: string | undefined },
): Promise<{ looks: LookAt[]; next: string | null } | null> {
  const [person] = await sql<{ centre: string; municipality: string }[]>`
    select centres.name as centre, municipalities.name as municipality from holders
    join centres on centres.id = holders.centre_id
    join municipalities on municipalities.id = holders.municipality_id
    where holders.id = ${personId}`;
  if (!person) return null;
  const from = byMoment.read(cursor);
  const skipped = from?.place ?? 0;
  const shown = visitor.role === 'oov-officer' ? ofSheets : showing;
  const found = await sql<LookRow[]>`
    select at, user_role as role, action, result from access_log
    where centre_id = ${visitor.centreId} and whom = ${personId} and outcome = 'done'
      and action = any(${[...shown]}) and not withheld
      ${from ? sql`and at <= ${from.at}` : sql``}
    order by at desc, action, user_role offset ${skipped} limit ${rowsOfPage}`;
  const rows = found.map((row) => ({ ...row, at: iso(row.at) }));
  const { rows: looks, next } = byMoment.pageOf(rows, ({ at }) => {
    const page = rows.slice(0, -1);
    const ofThatMoment = page.filter((row) => row.at === at).length;
    const isSameAsBefore = from?.at === at && page.every((row) => row.at === at);
    return { at, place: ofThatMoment + (isSameAsBefore ? skipped : 0) };
  });
  return {
    looks: looks.map(({ role, result, ...look }) => ({
      ...look,
      role,
      organisation: ofWhom(role, person),
      reason: reasonOf(look.action, result),
    })),
    next,
  };
}

/** Some actions say why by themselves. */
export function reasonOf(action: string, result: string): LookAt['reason'] {
  if (action.startsWith('alarm.') || action === 'police.page') return { why: 'alarm', words: null };
  if (action === 'register.printed') return { why: 'hand-out', words: null };
  const said = action.startsWith('person.') ? reasonIn(result) : null;
  return said && { why: said.why, words: said.why === 'other' ? said.words : null };
}

function ofWhom(
  name: string | null,
  { centre, municipality }: { centre: string; municipality: string },
): string {
  if (name === 'police-link') return textOf('privacy_police');
  const { data: role } = roleName.safeParse(name);
  const isOfCentre = role && (centreStaff.has(role) || ofCentreToo.has(role));
  return !role || isOfCentre ? centre : municipality;
}

/** Who works there beside those who see alarms. */
const ofCentreToo: ReadonlySet<Role> = new Set<Role>(['administrator', 'auditor', 'supplier']);
