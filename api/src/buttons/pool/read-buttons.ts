// The buttons in reach as lists show them. All of it runs inside asActor, under row-level security; whether somebody is
// told who wears a button is asked here, and no answer names a wearer, or is found by his name, for whoever is not.
import { isFresh } from '@achterwacht/shared/button/loans/rules.ts';
import type { Button, Loan } from '@achterwacht/shared/button/state.ts';
import { can, isToldWearer, type Role } from '@achterwacht/shared/roles.ts';
import type * as answers from '@achterwacht/shared/routes/buttons.ts';
import type { Transaction } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import { containing, pageOf, readCursor, rowsOfPage } from '../../db/paged.ts';

/** A test of long ago says nothing of today. */
const staleDays = 30;
/** Where nobody said how far apart it is heard: as long as somebody may go without knowing. */
const usualSilenceSeconds = 4 * 3_600;

export type Sight = {
  now: Date;
  role: Role;
  /** Among many, or of what he opened; absent: among many. */
  where?: 'lists' | 'opened';
};

const isTold = ({ role, where = 'lists' }: Sight) => isToldWearer(role, where);
/** That it is lent is told to whoever lends; whose device it is not to its supplier. */
const seesLoans = (role: Role) => can(role, 'loan.read');
const seesMunicipality = (role: Role) => role !== 'supplier';

export type ButtonRow = {
  id: string;
  serial: string;
  model: string;
  status: answers.ButtonSummary['status'];
  sim: string | null;
  firmware: string | null;
  supervisionSeconds: number | null;
  protocol: 'dc09' | 'whip';
  municipalityId: string | null;
  municipality: string | null;
  lastContactAt: string | null;
  batteryPercent: number | null;
  state: Omit<Button, 'personal'> | null;
  isWithoutContact: boolean;
  loan: LoanRow | null;
};

export type LoanRow = {
  loanId: string;
  holderId: string;
  name: string;
  function: string;
  reasonCategory: Loan['reasonCategory'];
  startsAt: string;
  endsAt: string | null;
  reviewAt: string;
  returnedAt: string | null;
  soundUntested: boolean;
};

/** Of a loan and its holder, as JSON; `loans` and `holders` are in scope. */
export const loanColumns = (sql: Transaction['sql']) => sql`
  jsonb_build_object('loanId', loans.id, 'holderId', holders.id, 'name', holders.name,
    'function', holders.function, 'reasonCategory', reason_category, 'startsAt', starts_at,
    'endsAt', ends_at, 'reviewAt', review_at, 'returnedAt', returned_at,
    'soundUntested', sound_untested)`;

/** Every device of the register, with what is known of it; `now` decides whether it is worn and silent. */
export const registered = (sql: Transaction['sql'], now: Date) => sql`(
  select buttons.id, serial, model, buttons.protocol, buttons.status, sim, firmware,
    supervision_seconds as "supervisionSeconds", buttons.municipality_id as "municipalityId",
    municipalities.name as municipality, last_contact_at as "lastContactAt",
    battery_percent as "batteryPercent", lent_buttons.state, worn.loan,
    (lent_buttons.state #>> '{heard,at}')::timestamptz as tested_at,
    buttons.protocol = 'dc09' and worn.loan is not null
      and coalesce(last_contact_at, '-infinity') < ${now.toISOString()}::timestamptz
        - make_interval(secs => coalesce(2 * supervision_seconds, ${usualSilenceSeconds}))
      as "isWithoutContact"
  from buttons
  left join municipalities on municipalities.id = buttons.municipality_id
  left join button_contacts on button_contacts.button_id = buttons.id
  left join lent_buttons on lent_buttons.id = buttons.id
  left join lateral (
    select ${loanColumns(sql)} as loan
    from loans join holders on holders.id = loans.holder_id
    where loans.button_id = buttons.id and returned_at is null
      and starts_at <= ${now.toISOString()}::timestamptz
    order by starts_at limit 1) as worn on true
  where known and buttons.protocol in ('dc09', 'whip')) as registered`;

const overdue = (sql: Transaction['sql'], now: Date) => sql`
  (loan ->> 'endsAt')::timestamptz < ${now.toISOString()}::timestamptz`;

function shown(sql: Transaction['sql'], show: answers.ButtonFilter, now: Date) {
  switch (show) {
    case 'all':
      return sql`true`;
    case 'in-pool':
      return sql`status = 'in-pool' and loan is null`;
    case 'lent':
      return sql`loan is not null and status not in ('retired', 'missing')`;
    case 'overdue':
      return overdue(sql, now);
    case 'without-contact':
      return sql`"isWithoutContact"`;
    case 'stale':
      return sql`status not in ('retired', 'missing')
        and coalesce(tested_at, '-infinity') < ${staleSince(now)}::timestamptz`;
    case 'out-of-use':
      return sql`status in ('in-test', 'maintenance', 'missing', 'retired')`;
  }
}

const staleSince = (now: Date) => new Date(now.getTime() - staleDays * 86_400_000).toISOString();

type Asked = {
  search?: string | undefined;
  show?: answers.ButtonFilter | undefined;
  cursor?: string | undefined;
};

export async function listButtons(
  { sql }: Transaction,
  { search, show = 'all', cursor }: Asked,
  sight: Sight,
): Promise<{ buttons: answers.ButtonSummary[]; next: string | null }> {
  const { text, id } = readCursor(cursor);
  const words = containing(search);
  // Whoever is not told who wears it finds nothing by a name: what matches would tell him.
  const byName = isTold(sight) ? sql`or searchable(loan ->> 'name') like ${words}` : sql``;
  const found = await sql<(ButtonRow & { place: string })[]>`
    select *, lower(serial) collate "C" as place from ${registered(sql, sight.now)}
    where (searchable(serial) like ${words} or searchable(model) like ${words} ${byName})
      and ${shown(sql, show, sight.now)}
      and (lower(serial) collate "C", id) > (${text} collate "C", ${id}::uuid)
    order by place, id limit ${rowsOfPage}`;
  const { rows, next } = pageOf(found, (row) => ({ text: row.place, id: row.id }));
  return { buttons: rows.map((row) => summaryOf(row, sight)), next };
}

/** Those of a filter, the one that waits for the longest first; how many there are, and the first of them. */
export async function firstOf(
  { sql }: Transaction,
  show: answers.ButtonFilter,
  sight: Sight,
  { within, most }: { within: ReturnType<typeof shown>; most: number },
): Promise<{ count: number; buttons: answers.ButtonSummary[] }> {
  const rows = await sql<(ButtonRow & { count: number })[]>`
    select *, count(*) over ()::int as count from ${registered(sql, sight.now)}
    where ${shown(sql, show, sight.now)} and ${within}
    order by case when ${show} = 'overdue' then (loan ->> 'endsAt')::timestamptz
      else "lastContactAt" end nulls first, serial
    limit ${most}`;
  return {
    count: rows[0]?.count ?? 0,
    buttons: rows.map((row) => summaryOf(row, sight)),
  };
}

export function summaryOf(row: ButtonRow, sight: Sight): answers.ButtonSummary {
  const { now, role } = sight;
  const { municipalityId, municipality, state, status } = row;
  const heard = state?.heard ?? null;
  const isInUse = status !== 'retired' && status !== 'missing';
  return {
    id: row.id,
    serial: row.serial,
    model: row.model,
    // As it stands at this moment: a loan may have begun since its row was written.
    status: row.loan && status === 'in-pool' ? (row.loan.endsAt ? 'lent' : 'fixed') : status,
    sim: row.sim,
    firmware: row.firmware,
    municipality:
      seesMunicipality(role) && municipalityId && municipality
        ? { id: municipalityId, name: municipality }
        : null,
    lastContactAt: row.lastContactAt && iso(row.lastContactAt),
    batteryPercent: row.batteryPercent,
    heard: heard && { at: heard.at, decibels: heard.decibels },
    isStale: isInUse && (heard === null || Date.parse(heard.at) < Date.parse(staleSince(now))),
    isWithoutContact: row.isWithoutContact,
    loan: row.loan && seesLoans(role) ? loanOf(row.loan, sight) : null,
  };
}

export function loanOf(row: LoanRow, sight: Sight): answers.LoanSummary {
  return { ...termOf(row, sight.now), holder: isTold(sight) ? holderOf(row) : null };
}

/** Of a button that somebody opened who may be told. */
export function loanDetailOf(
  row: LoanRow,
  state: Pick<Button, 'loans'> | null,
  now: Date,
): answers.LoanDetail {
  const kept = state?.loans.find(({ loanId }) => loanId === row.loanId);
  const test = kept?.soundTest;
  return {
    ...termOf(row, now),
    holder: holderOf(row),
    reasonCategory: row.reasonCategory,
    knownAtHome: kept?.knownAtHome ?? null,
    withoutSoundTest: kept?.withoutSoundTest?.reason ?? null,
    soundTest: test ? { at: test.at, decibels: test.decibels } : null,
    talk: kept?.talk?.said ?? null,
  };
}

const holderOf = ({ holderId: id, name, function: work }: LoanRow) => ({
  id,
  name,
  function: work,
});

function termOf(row: LoanRow, now: Date): Omit<answers.LoanSummary, 'holder'> {
  const endsAt = row.endsAt && iso(row.endsAt);
  const reviewAt = iso(row.reviewAt);
  const isOpen = row.returnedAt === null;
  return {
    loanId: row.loanId,
    startsAt: iso(row.startsAt),
    endsAt,
    reviewAt,
    returnedAt: row.returnedAt && iso(row.returnedAt),
    isOverdue: isOpen && endsAt !== null && Date.parse(endsAt) < now.getTime(),
    isReviewDue: isOpen && Date.parse(reviewAt) <= now.getTime(),
    isSoundUntested: isOpen && row.soundUntested,
  };
}

export const testAnswer = (heard: Button['heard'], now: Date) => ({
  heard: heard && { at: heard.at, decibels: heard.decibels },
  isFresh: heard !== null && isFresh(heard, now),
});
