// The list of privacy requests, and whom one is about.
import * as z from 'zod';
import type { About, PrivacyRequest } from '@achterwacht/shared/privacy-request/state.ts';
import type {
  PrivacyRequestSummary,
  PrivacyRequestView,
} from '@achterwacht/shared/routes/privacy.ts';
import type { Transaction } from '../db/connect.ts';
import { pagingBy, rowsOfPage } from '../db/paged.ts';

type State = Omit<PrivacyRequest, 'personal'>;

const byDue = pagingBy(z.object({ dueAt: z.iso.datetime(), id: z.uuid() }));

/** What is open by when it is due, and what is closed from the newest on. */
export async function listRequests(
  tx: Transaction,
  centreId: string,
  { state, cursor }: { state: 'open' | 'closed'; cursor?: string | undefined },
): Promise<{ requests: PrivacyRequestSummary[]; cursor: string | null }> {
  const { sql } = tx;
  const isOpen = state === 'open';
  const after = byDue.read(cursor);
  const place = after && sql`(${after.dueAt}::timestamptz, ${after.id}::uuid)`;
  const found = await sql<{ state: State }[]>`
    select state from privacy_requests
    where centre_id = ${centreId} and is_open = ${isOpen}
      ${place ? sql`and (due_at, id) ${isOpen ? sql`>` : sql`<`} ${place}` : sql``}
    order by ${isOpen ? sql`due_at, id` : sql`due_at desc, id desc`} limit ${rowsOfPage}`;
  const { rows, next } = byDue.pageOf(found, ({ state: { dueAt, id } }) => ({ dueAt, id }));
  const names = await namesOf(
    tx,
    rows.map((row) => row.state.about),
  );
  return { requests: rows.map((row) => summaryOf(row.state, names)), cursor: next };
}

function summaryOf(request: State, names: Map<string, string>): PrivacyRequestSummary {
  const { id, kind, about, receivedAt, dueAt, assignedTo, closed } = request;
  const aboutName = about.type === 'other' ? null : (names.get(about.id) ?? null);
  return { id, kind, about, aboutName, receivedAt, dueAt, assignedTo, closed };
}

export async function viewOf(
  tx: Transaction,
  request: PrivacyRequest,
): Promise<PrivacyRequestView> {
  const { version, extended, identity, erasing = null, personal } = request;
  const names = await namesOf(tx, [request.about]);
  return {
    ...summaryOf(request, names),
    version,
    extended,
    identity,
    erasing,
    personal,
    ...(await noticesOf(tx, request)),
  };
}

/** A breach is told to municipalities; whatever became of one since, it was its people who were seen. */
async function noticesOf(
  { sql }: Transaction,
  { kind, closed, notices, personal }: PrivacyRequest,
): Promise<Pick<PrivacyRequestView, 'notices' | 'otherMunicipalities'>> {
  if (kind !== 'breach') return { notices: [], otherMunicipalities: [] };
  const concerned = notices.map(({ municipalityId }) => municipalityId);
  const rows = await sql<{ municipalityId: string; name: string; isThere: boolean }[]>`
    select id as "municipalityId", name, ended_at is null as "isThere"
    from municipalities order by name`;
  const placed = rows.map(({ isThere: _isThere, ...place }) => place);
  const others = rows.filter(
    ({ municipalityId, isThere }) => isThere && !concerned.includes(municipalityId),
  );
  return {
    notices: placed.flatMap((place) => {
      const notice = notices.find((one) => one.municipalityId === place.municipalityId);
      const how = personal?.toldHow[place.municipalityId] ?? null;
      return notice ? { ...place, told: notice.told, how } : [];
    }),
    otherMunicipalities: closed
      ? []
      : others.map(({ municipalityId, name }) => ({ municipalityId, name })),
  };
}

/** Whether all of them are of the asker's own centre. */
export async function areKnown({ sql }: Transaction, municipalityIds: readonly string[]) {
  const asked = [...new Set(municipalityIds)];
  const rows = await sql`select from municipalities where id = any(${asked}::uuid[])`;
  return rows.length === asked.length;
}

async function namesOf(
  { sql }: Transaction,
  about: readonly About[],
): Promise<Map<string, string>> {
  const ids = about.flatMap((one) => (one.type === 'other' ? [] : [one.id]));
  if (ids.length === 0) return new Map();
  const rows = await sql<{ id: string; name: string }[]>`
    select id, name from holders where id = any(${ids}::uuid[])
    union all select user_id, name from members where user_id = any(${ids}::uuid[])`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Whether whom it is about is in a list of the asker's own centre, or in none. */
export const isKnown = async (tx: Transaction, about: About): Promise<boolean> =>
  about.type === 'other' || (await namesOf(tx, [about])).size > 0;

export const whomOf = (about: About) => (about.type === 'other' ? null : about.id);
