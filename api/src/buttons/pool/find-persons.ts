// Whom a button can be lent to: by a part of the name, in whoever asks' own reach.
import type { LoanPerson } from '@achterwacht/shared/routes/loans.ts';
import type { Transaction } from '../../db/connect.ts';
import { containing } from '../../db/paged.ts';

/** Whoever finds more goes on typing. */
const mostFound = 20;

export async function findPersons(
  { sql }: Transaction,
  search: string,
  now: Date,
): Promise<LoanPerson[]> {
  return sql<LoanPerson[]>`
    select holders.id, holders.name, holders.function,
      jsonb_build_object('id', municipalities.id, 'name', municipalities.name) as municipality,
      (select serial from loans join buttons on buttons.id = loans.button_id
        where loans.holder_id = holders.id and returned_at is null
          and starts_at <= ${now.toISOString()} order by starts_at limit 1) as serial
    from holders join municipalities on municipalities.id = holders.municipality_id
    where searchable(holders.name) like ${containing(search)}
    order by lower(holders.name), holders.id limit ${mostFound}`;
}
