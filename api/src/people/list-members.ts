// The list of the people of a centre and its municipalities, and of those whom somebody may help to a new factor. By name,
// a page at a time: each narrowing has an index in that order, and words an index of their own.
import { dutchDay } from '@achterwacht/shared/dutch-day.ts';
import type { MemberStatus } from '@achterwacht/shared/member/kinds.ts';
import { papersStanding } from '@achterwacht/shared/member/papers.ts';
import type { Member } from '@achterwacht/shared/member/state.ts';
import { role as roles, type Role } from '@achterwacht/shared/roles.ts';
import type { MemberSummary } from '@achterwacht/shared/routes/people.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import { containing, pageOf, plainWords, readCursor, rowsOfPage } from '../db/paged.ts';
import { noLogIn, readLogIns, type LogIn } from './log-ins.ts';

type Wanted = {
  search?: string | undefined;
  role?: Role | undefined;
  status?: MemberStatus | undefined;
  municipality?: string | undefined;
  cursor?: string | undefined;
};

export type ListedMember = {
  id: string;
  name: string;
  email: string;
  role: Role;
  status: MemberStatus;
  municipality: { id: string; name: string } | null;
};

/** Shorter words have no index of their own: they are common, and the list in its order soon has a page of them. */
const shortestIndexed = 3;

/** `search`: what stands in name or mail address. Of the people of a whole centre; the system's part reads all centres. */
export async function listMembers({ sql }: Transaction, wanted: Wanted) {
  const { text, id } = readCursor(wanted.cursor);
  const { role, status, municipality, search = '' } = wanted;
  const found = search.trim().length < shortestIndexed ? null : await findMatching(sql, search);
  const rows = await sql<ListedMember[]>`
    select user_id as id, listed.name, email, role, status,
      case when municipalities.id is not null
        then jsonb_build_object('id', municipalities.id, 'name', municipalities.name) end
        as municipality
    from (
      select * from members
      where (name, user_id) > (${text}, ${id}::uuid)
        and ${status ? sql`status = ${status}` : sql`status <> 'ended'`}
        and ${role ? sql`role = ${role}` : sql`role = any(${roles.options})`}
        and ${municipality ? sql`municipality_id = ${municipality}` : sql`true`}
        and ${found ? sql`user_id = any(${found}::uuid[])` : sql`true`}
        -- As like, of which a planner under a policy assumes that it finds next to nobody.
        and strpos(search, ${plainWords(search)}) > 0
      order by name, user_id limit ${rowsOfPage}
    ) as listed left join municipalities on municipalities.id = listed.municipality_id
    order by listed.name, user_id`;
  return pageOf(rows, (row) => ({ text: row.name, id: row.id }));
}

/** Null where they are many, and to whoever may not ask for a centre's: he reads what he sees in the list's order. */
async function findMatching(sql: Transaction['sql'], search: string): Promise<string[] | null> {
  // Asked apart: a function in a statement must be allowed, also where it is not reached.
  const [asker] = await sql<{ mayAsk: boolean }[]>`
    select has_function_privilege('members_matching(text)', 'execute')
      and setting_centre() is not null as "mayAsk"`;
  if (!asker!.mayAsk) return null;
  const [row] = await sql<{ ids: string[] | null }[]>`
    select members_matching(${containing(search)}) as ids`;
  return row!.ids;
}

export type MemberState = Omit<Member, 'personal'>;

/** Of those whose history whoever asks may read; nobody whom a release without histories added since the migrations. */
export async function readStates(
  { sql }: Pick<Transaction, 'sql'>,
  members: readonly Pick<ListedMember, 'id'>[],
): Promise<ReadonlyMap<string, MemberState>> {
  const rows = await sql<{ id: string; state: MemberState }[]>`
    select id, state from member_records where id = any(${members.map(({ id }) => id)}::uuid[])`;
  return new Map(rows.map(({ id, state }) => [id, state]));
}

/** When each last came in, as the access log says, which whoever administers does not read. */
export async function readLastLogIns(
  { sql }: Pick<Database, 'sql'>,
  members: readonly Pick<ListedMember, 'id'>[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ id: string; at: string }[]>`
    select members.user_id as id, last.at from members, lateral (
      select access_log.at from access_log where access_log.centre_id = members.centre_id
        and access_log.user_id = members.user_id and action = 'account.log-in'
      order by access_log.at desc limit 1) as last
    where members.user_id = any(${members.map(({ id }) => id)}::uuid[])`;
  return new Map(rows.map(({ id, at }) => [id, iso(at)]));
}

type Known = { state: MemberState | null; lastLogInAt: string | null; logIn: LogIn };

/** As the list shows him. */
export function summaryOf(
  { id, name, email, role, status, municipality }: ListedMember,
  { state, lastLogInAt, logIn }: Known,
  now: Date,
): MemberSummary {
  return {
    id,
    // Of whom nothing is left his id stands in the place of his address.
    name: name === '' ? null : name,
    email: email === id ? null : email,
    role,
    status,
    municipality,
    invitation: invitationOf(state, now),
    lastLogInAt,
    ...logIn,
    papers: papersStanding({ papers: {}, ...state, role }, dutchDay(now)),
    isResetAsked: state?.reset ? Date.parse(state.reset.expiresAt) > now.getTime() : false,
  };
}

export function invitationOf(state: MemberState | null, now: Date) {
  if (state?.status !== 'invited' || !state.invitation) return null;
  const { at: invitedAt, way, expiresAt } = state.invitation;
  return { invitedAt, way, expiresAt, isExpired: Date.parse(expiresAt) <= now.getTime() };
}

/** A page with all that the list shows of each. @param accounts Where log-ins are read. */
export async function listSummaries(
  tx: Transaction,
  accounts: Database,
  wanted: Wanted,
  now: Date,
): Promise<{ members: MemberSummary[]; next: string | null }> {
  const { rows, next } = await listMembers(tx, wanted);
  const [states, lastLogIns, logIns] = await Promise.all([
    readStates(tx, rows),
    readLastLogIns(accounts, rows),
    readLogIns(accounts, rows),
  ]);
  const members = rows.map((row) =>
    summaryOf(
      row,
      {
        state: states.get(row.id) ?? null,
        lastLogInAt: lastLogIns.get(row.id) ?? null,
        logIn: logIns.get(row.id) ?? noLogIn,
      },
      now,
    ),
  );
  return { members, next };
}
