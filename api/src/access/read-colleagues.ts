// Who of a centre may agree to something, and who might before: for the rules that take two.
import { colleaguesBy, type Colleague } from '@achterwacht/shared/member/four-eyes.ts';
import type { Member } from '@achterwacht/shared/member/state.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import type { Transaction } from '../db/connect.ts';

type Wanted = {
  centreId: string;
  roles: readonly Role[];
  /** Of whose people too; null: the centre's own alone. */
  municipalityId: string | null;
};

export async function readColleagues(
  { sql }: Pick<Transaction, 'sql'>,
  { centreId, roles, municipalityId }: Wanted,
): Promise<Colleague[]> {
  type Row = Pick<Member, 'id' | 'role' | 'status' | 'rolesUntil' | 'letIn'>;
  const rows = await sql<Row[]>`
    select user_id as id, role, status, roles_until as "rolesUntil", let_in as "letIn"
    from members
    where centre_id = ${centreId}
      and (municipality_id is null or municipality_id = ${municipalityId})
      and ((status = 'active' and role = any(${[...roles]}))
        or (roles_until <> '{}' and roles_until ?| ${[...roles]}))`;
  return colleaguesBy(roles, rows);
}
