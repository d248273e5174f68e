// What whoever lends sees first: how many are out, which are late or silent, and what is to be done. Found anew at each
// question and kept nowhere: a task is gone once it is done.
import type { Overview } from '@achterwacht/shared/routes/loans.ts';
import type { Transaction } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import { firstOf, registered, type Sight } from './read-buttons.ts';

const mostShown = 20;
const mostTasks = 100;
/** From so many presses on that nobody needed help in, somebody is given advice. */
export const adviceAfter = 3;

export async function readOverview(tx: Transaction, sight: Sight): Promise<Overview> {
  const { sql } = tx;
  const [counts] = await sql<{ lent: number; inPool: number }[]>`
    select count(*) filter (where loan is not null and status not in ('retired', 'missing'))::int as lent,
      count(*) filter (where status = 'in-pool' and loan is null)::int as "inPool"
    from ${registered(sql, sight.now)}`;
  return {
    ...counts!, // counts are one row
    overdue: await firstOf(tx, 'overdue', sight, mostShown),
    withoutContact: await firstOf(tx, 'without-contact', sight, mostShown),
    tasks: await findTasks(tx, sight.now),
  };
}

type Row = Omit<Overview['tasks'][number], 'dueAt'> & { dueAt: string | null };

async function findTasks({ sql }: Transaction, now: Date): Promise<Overview['tasks']> {
  const at = now.toISOString();
  const rows = await sql<Row[]>`
    with open as (
      select loans.*, serial, holders.name from loans
      join buttons on buttons.id = loans.button_id
      join holders on holders.id = loans.holder_id
      where returned_at is null and starts_at <= ${at}
    )
    select 'sound-test' as kind, button_id as "buttonId", serial, id as "loanId", name as holder,
      starts_at + interval '24 hours' as "dueAt"
    from open where sound_untested
    union all
    select 'review', button_id, serial, id, name, review_at from open where review_at <= ${at}
    union all
    select 'talk', button_id, serial, loans.id, holders.name, returned_at + interval '14 days'
    from loans join buttons on buttons.id = loans.button_id
    join holders on holders.id = loans.holder_id
    join lent_buttons on lent_buttons.id = loans.button_id,
      jsonb_to_recordset(lent_buttons.state -> 'loans') as kept("loanId" uuid, talk jsonb)
    where "loanId" = loans.id and returned_at >= ${at}::timestamptz - interval '90 days'
      and starts_at < returned_at and coalesce(talk ->> 'said', 'later') = 'later'
    union all
    select 'stale', open.button_id, serial, open.id, name, null from open
    join lent_buttons on lent_buttons.id = open.button_id
    where coalesce((lent_buttons.state #>> '{heard,at}')::timestamptz, '-infinity')
      < ${at}::timestamptz - interval '30 days' and not sound_untested
    union all
    select 'harmless', open.button_id, serial, open.id, name, null from open
    where (select count(*) from harmless_presses
      where harmless_presses.button_id = open.button_id
        and raised_at >= greatest(open.starts_at, ${at}::timestamptz - interval '12 months')
        and projection_version = (select min(projection_version) from harmless_presses))
      >= ${adviceAfter}
    order by "dueAt" nulls last, serial limit ${mostTasks}`;
  return rows.map((row) => ({ ...row, dueAt: row.dueAt && iso(row.dueAt) }));
}
