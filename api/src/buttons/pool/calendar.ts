// Which button is lent between two days, and to whom for who is told that in lists: every button of the pool has its line, also the one that nobody wears.
import type { calendar } from '@achterwacht/shared/routes/loans.ts';
import type * as z from 'zod';
import type { Transaction } from '../../db/connect.ts';
import { pageOf, readCursor } from '../../db/paged.ts';
import {
  loanColumns,
  loanOf,
  registered,
  summaryOf,
  type ButtonRow,
  type LoanRow,
  type Sight,
} from './read-buttons.ts';

/** As many lines as somebody takes in. */
const linesOfPage = 25;

type Asked = { from: string; until: string; cursor?: string | undefined };

/** Days are Amsterdam's; `until` is the last of them. */
export async function readCalendar(
  { sql }: Transaction,
  { from, until, cursor }: Asked,
  sight: Sight,
): Promise<z.infer<typeof calendar>> {
  const { text, id } = readCursor(cursor);
  const found = await sql<(ButtonRow & { place: string; loans: LoanRow[] })[]>`
    select registered.*, lower(serial) collate "C" as place, coalesce((
        select jsonb_agg(${loanColumns(sql)} order by starts_at)
        from loans join holders on holders.id = loans.holder_id
        where button_id = registered.id
          and starts_at < (${until}::date + 1)::timestamp at time zone 'Europe/Amsterdam'
          and coalesce(returned_at, 'infinity')
            > ${from}::date::timestamp at time zone 'Europe/Amsterdam'), '[]') as loans
    from ${registered(sql, sight.now)}
    where status <> 'retired'
      and (lower(serial) collate "C", id) > (${text} collate "C", ${id}::uuid)
    order by place, id limit ${linesOfPage + 1}`;
  const { rows, next } = pageOf(found, (row) => ({ text: row.place, id: row.id }), linesOfPage);
  return {
    buttons: rows.map((row) => ({
      id: row.id,
      serial: row.serial,
      status: summaryOf(row, sight).status,
      loans: row.loans.map((loan) => loanOf(loan, sight)),
    })),
    next,
  };
}
