// The row of a member: his fold. Who he is and whether he may log in stands in `members` again, written in the same
// statement, for whoever asks that of everybody; nothing else writes there.
import { dutyEndsAt } from '@achterwacht/shared/member/papers.ts';
import type { Member } from '@achterwacht/shared/member/state.ts';
import { memberSubject, type MemberTypes } from '@achterwacht/shared/subjects/member.ts';
import type { TransactionSql } from '../db/connect.ts';
import type { Stream } from '../log/stream.ts';

type State = Omit<Member, 'personal'>;

export const memberRecords: Stream<MemberTypes> = {
  subject: memberSubject,
  row: {
    table: 'member_records',
    nameOf: (state) => `member ${(state as Member).id}`,
    read(written, personal) {
      for (const field of ['role', 'status', 'papers'] satisfies (keyof State)[])
        if (!(field in written)) throw new Error(`a member without ${field}`);
      // The release before writes nothing of who let him in and what he was.
      const unsaid = { takenOut: {}, rolesUntil: {}, letIn: null };
      return { ...unsaid, ...(written as State), personal: personal as Member['personal'] };
    },
    columnsOf: (member) => ({ invitation_hash: invitationHashOf(member) }),
    write: (sql, member, { state, personal, headHash, subjectId }) => sql`subject as (
      insert into member_records (id, centre_id, municipality_id, invitation_hash, version,
        head_hash, subject_id, state, personal, fold_version, updated_at)
      values (${member.id}, ${member.centreId}, ${member.municipalityId},
        ${invitationHashOf(member)}, ${member.version}, ${headHash}, ${subjectId},
        ${state}::text::jsonb, ${personal}, ${memberSubject.foldVersion}, ${member.updatedAt})
      on conflict (id) do update set municipality_id = excluded.municipality_id,
        invitation_hash = excluded.invitation_hash, version = excluded.version,
        head_hash = excluded.head_hash, state = excluded.state,
        -- What nothing was said about stays as it is.
        personal = coalesce(excluded.personal, member_records.personal),
        fold_version = excluded.fold_version, updated_at = excluded.updated_at
      ), ${inMembers(sql, member)}`,
    correct: (sql, member, { state, personal }) => sql`
      with ${inMembers(sql, member)}
      update member_records set municipality_id = ${member.municipalityId},
        invitation_hash = ${invitationHashOf(member)}, state = ${state}::text::jsonb,
        personal = ${personal}, fold_version = ${memberSubject.foldVersion},
        updated_at = ${member.updatedAt}
      where id = ${member.id}`,
  },
};

const invitationHashOf = ({ status, invitation }: Member) =>
  status === 'invited' ? (invitation?.hash ?? null) : null;

/** Of somebody who was erased no name is left; his id keeps the place of the address, which is there once. */
const inMembers = (sql: TransactionSql, member: Member) => sql`as_member as (
  insert into members (user_id, centre_id, municipality_id, role, name, email, status,
    duty_ends_at, sessions_ended_at, factors_reset_at, roles_until, let_in)
  values (${member.id}, ${member.centreId}, ${member.municipalityId}, ${member.role},
    ${member.personal?.name ?? ''}, ${member.personal?.email ?? member.id}, ${member.status},
    ${dutyEndsAt(member)}, ${member.sessionsEndedAt}, ${member.factorsResetAt},
    ${JSON.stringify(member.rolesUntil)}::text::jsonb, ${JSON.stringify(member.letIn)}::text::jsonb)
  on conflict (user_id) do update set municipality_id = excluded.municipality_id,
    role = excluded.role, name = excluded.name, email = excluded.email, status = excluded.status,
    duty_ends_at = excluded.duty_ends_at, sessions_ended_at = excluded.sessions_ended_at,
    factors_reset_at = excluded.factors_reset_at, roles_until = excluded.roles_until,
    let_in = excluded.let_in)`;
