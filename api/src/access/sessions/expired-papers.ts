// Which papers keep somebody from duty: asked only of whoever is kept from it. His own history he does not read himself,
// so this is asked over the connection that serves log-ins.
import { dutchDay } from '@achterwacht/shared/dutch-day.ts';
import { expiredPapers } from '@achterwacht/shared/member/papers.ts';
import type { Member } from '@achterwacht/shared/member/state.ts';
import type { Session } from '@achterwacht/shared/routes/session.ts';
import type { Sql } from '../../db/connect.ts';
import type { Visitor } from '../as-actor.ts';

export async function readExpiredPapers(
  sql: Sql,
  { id, role, offDutySince }: Pick<Visitor, 'id' | 'role' | 'offDutySince'>,
  now: Date,
): Promise<Session['expiredPapers']> {
  if (offDutySince === undefined) return [];
  const [row] = await sql<{ state: Pick<Member, 'papers' | 'takenOut'> }[]>`
    select state from member_records where id = ${id}`;
  return row ? expiredPapers({ ...row.state, role }, dutchDay(now)) : [];
}
