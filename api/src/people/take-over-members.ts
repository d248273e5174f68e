// Members whom a release wrote that kept no history of them get one: with the migrations, and when somebody is about to
// change one who was added since. As his row says who he is, so his first event does.
import type { Member } from '@achterwacht/shared/member/state.ts';
import { role as roles, type Role } from '@achterwacht/shared/roles.ts';
import { writeDown, type Parts } from '../commands/handle.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { withKeysMade, type KeyRing } from '../sealing/key-ring.ts';
import { memberRecords } from './member-row.ts';

type Row = {
  id: string;
  centreId: string;
  municipalityId: string | null;
  role: Role;
  name: string;
  email: string;
};

/** One at a time: stopped halfway, it goes on where it was. @returns how many. */
export async function takeOverMembers(
  owner: Database,
  openKeys: () => KeyRing,
  clock: Parts['clock'],
): Promise<number> {
  const rows = await owner.sql<{ id: string }[]>`
    select user_id as id from members
    where role = any(${roles.options}) and status <> 'ended'
      and not exists (select from member_records where id = user_id)
    order by user_id`;
  for (const { id } of rows) {
    const keys = openKeys();
    await withKeysMade(keys, () =>
      owner.transaction((tx) => takeOverMember({ keys, clock }, tx, id)),
    );
  }
  return rows.length;
}

/** Nothing where his history is there, and where there is no such member. */
export async function takeOverMember(
  parts: Parts,
  tx: Transaction,
  memberId: string,
): Promise<Member | null> {
  const [row] = await tx.sql<Row[]>`
    select user_id as id, centre_id as "centreId", municipality_id as "municipalityId", role, name,
      email
    from members where user_id = ${memberId} and role = any(${roles.options})
      and status <> 'ended' and not exists (select from member_records where id = user_id)
    for no key update`;
  if (!row) return null;
  const { id, name, email, ...data } = row;
  const { stored, written } = writeDown(memberRecords, parts, tx, {
    id,
    subjectId: id,
    before: null,
    facts: [{ type: 'MemberTakenOver', data, personal: { name, email } }],
    actor: { type: 'system', part: 'take-over' },
  });
  await written;
  return stored.state;
}
