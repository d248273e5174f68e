// What still needs a sheet, whoever wants to empty it: a button that is worn, an alarm that goes on or whose recording is
// held, and somebody who asked what is kept there.
import type { WhyNeeded } from '@achterwacht/shared/person/state.ts';
import type { Transaction } from '../../db/connect.ts';

type Asking = Pick<Transaction, 'sql'>;

export type Member = { id: string; wears: boolean };

/** Who belongs to him and goes with him, but for whoever wears a button himself. */
export async function familyOf({ sql }: Asking, id: string): Promise<Member[]> {
  const rows = await sql<Member[]>`
    select id, exists (select from loans
      where holder_id = holders.id and returned_at is null) as wears
    from holders where belongs_to = ${id} and emptied_at is null order by id`;
  return [...rows];
}

/** What needs the sheet, or one that goes with it. @param answering The request by which it is asked, which does not. */
export async function neededByAny(
  { sql }: Asking,
  id: string,
  family: readonly Member[],
  answering: string | null = null,
): Promise<WhyNeeded | null> {
  const ids = [id, ...family.filter(({ wears }) => !wears).map((member) => member.id)];
  const [found] = await sql<{ why: WhyNeeded }[]>`
    select 'loan' as why from loans where holder_id = ${id} and returned_at is null
    union all
    select 'alarm' from alarms where subject_id = any(${ids}::uuid[]) and open
    union all
    select 'legal-hold' from alarms where subject_id = any(${ids}::uuid[])
      and jsonb_typeof(state #> '{sound,held}') = 'object'
    union all
    select 'privacy-request' from privacy_requests
      where is_open and state #>> '{about,type}' = 'holder' and id is distinct from ${answering}::uuid
        and (state #>> '{about,id}')::uuid = any(${ids}::uuid[])
    limit 1`;
  return found?.why ?? null;
}

/** Whether loans or alarms are known by his name. */
export async function isNameNeeded({ sql }: Asking, id: string): Promise<boolean> {
  const [found] = await sql<{ needed: boolean }[]>`
    select exists (select from loans where holder_id = ${id})
      or exists (select from alarms where subject_id = ${id}) as needed`;
  return found!.needed; // a select without a table gives one row
}
