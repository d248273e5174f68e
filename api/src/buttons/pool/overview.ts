// What whoever lends sees first: how many are out, which are late or silent, and what is to be done. Found anew at each
// question and kept nowhere: a task is gone once it is done.
import type { LoanScope, Overview } from '@achterwacht/shared/routes/loans.ts';
import type { Transaction } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import { firstOf, registered, type Sight } from './read-buttons.ts';

const mostShown = 20;
const mostTasks = 100;
/** From so many presses on that nobody needed help in, somebody is given advice. */
export const adviceAfter = 3;

export async function readOverview(
  tx: Transaction,
  sight: Sight,
  of: LoanScope = 'all',
): Promise<Overview> {
  const { sql } = tx;
  const within = sql`
    (${of === 'all'} or "municipalityId" in (select id from ${customers(tx, of)} as customers))`;
  const [counts] = await sql<{ lent: number; inPool: number }[]>`
    select count(*) filter (where loan is not null and status not in ('retired', 'missing'))::int as lent,
      count(*) filter (where status = 'in-pool' and loan is null)::int as "inPool"
    from ${registered(sql, sight.now)} where ${within}`;
  return {
    ...counts!, // counts are one row
    overdue: await firstOf(tx, 'overdue', sight, { within, most: mostShown }),
    withoutContact: await firstOf(tx, 'without-contact', sight, { within, most: mostShown }),
    tasks: await findTasks(tx, sight.now, of),
  };
}

type Row = Omit<Overview['tasks'][number], 'dueAt'> & { dueAt: string | null };

const customers = ({ sql }: Transaction, of: LoanScope) => sql`(
  select id, name from municipalities
  where ${of === 'all'} or not exists (select from members
    where members.municipality_id = municipalities.id and role = 'oov-officer' and status = 'active'))`;

async function findTasks(tx: Transaction, now: Date, of: LoanScope): Promise<Overview['tasks']> {
  const { sql } = tx;
  const at = now.toISOString();
  const rows = await sql<Row[]>`
    with open as (
      select loans.*, serial, customers.name as municipality
      from loans join buttons on buttons.id = loans.button_id
      join ${customers(tx, of)} as customers on customers.id = loans.municipality_id
      where returned_at is null and starts_at <= ${at}
    )
    select 'sound-test' as kind, button_id as "buttonId", serial, municipality, id as "loanId",
      starts_at + interval '24 hours' as "dueAt"
    from open where sound_untested
    union all
    select 'review', button_id, serial, municipality, id, review_at from open where review_at <= ${at}
    union all
    select 'talk', button_id, serial, customers.name, loans.id, returned_at + interval '14 days'
    from loans join buttons on buttons.id = loans.button_id
    join ${customers(tx, of)} as customers on customers.id = loans.municipality_id
    join lent_buttons on lent_buttons.id = loans.button_id,
      jsonb_to_recordset(lent_buttons.state -> 'loans') as kept("loanId" uuid, talk jsonb)
    where "loanId" = loans.id and returned_at >= ${at}::timestamptz - interval '90 days'
      and starts_at < returned_at and coalesce(talk ->> 'said', 'later') = 'later'
    union all
    select case when lent_buttons.state -> 'heard' ->> 'at' is null then 'never-tested' else 'stale' end,
      open.button_id, serial, municipality, open.id, null from open
    join lent_buttons on lent_buttons.id = open.button_id
    where coalesce((lent_buttons.state #>> '{heard,at}')::timestamptz, '-infinity')
      < ${at}::timestamptz - interval '30 days' and not sound_untested
    union all
    select 'harmless', open.button_id, serial, municipality, open.id, null from open
    where (select count(*) from harmless_presses
      where harmless_presses.button_id = open.button_id
        and raised_at >= greatest(open.starts_at, ${at}::timestamptz - interval '12 months')
        and projection_version = (select min(projection_version) from harmless_presses))
      >= ${adviceAfter}
    order by "dueAt" nulls last, serial limit ${mostTasks}`;
  return rows.map((row) => ({ ...row, dueAt: row.dueAt && iso(row.dueAt) }));
}
