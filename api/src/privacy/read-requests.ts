// The list of privacy requests, and whom one is about.
import type { About, PrivacyRequest } from '@achterwacht/shared/privacy-request/state.ts';
import type {
  PrivacyRequestSummary,
  PrivacyRequestView,
} from '@achterwacht/shared/routes/privacy.ts';
import type { Transaction } from '../db/connect.ts';

const pageSize = 50;

type State = Omit<PrivacyRequest, 'personal'>;

/** What is open by when it is due, and what is closed from the newest on. */
export async function listRequests(
  tx: Transaction,
  centreId: string,
  { state, cursor }: { state: 'open' | 'closed'; cursor?: string | undefined },
): Promise<{ requests: PrivacyRequestSummary[]; cursor: string | null }> {
  const { sql } = tx;
  const isOpen = state === 'open';
  const [ms = '0', last = ''] = cursor?.split('_') ?? [];
  const dueAt = new Date(Number(ms)).toISOString();
  const rows = await sql<{ state: State; ms: string }[]>`
    select state, (extract(epoch from due_at) * 1000)::bigint as ms from privacy_requests
    where centre_id = ${centreId} and is_open = ${isOpen}
      ${
        cursor
          ? isOpen
            ? sql`and (due_at, id) > (${dueAt}::timestamptz, ${last}::uuid)`
            : sql`and (due_at, id) < (${dueAt}::timestamptz, ${last}::uuid)`
          : sql``
      }
    order by ${isOpen ? sql`due_at, id` : sql`due_at desc, id desc`} limit ${pageSize + 1}`;
  const shown = rows.slice(0, pageSize);
  const end = shown.at(-1);
  const names = await namesOf(
    tx,
    shown.map((row) => row.state.about),
  );
  return {
    requests: shown.map((row) => summaryOf(row.state, names)),
    cursor: rows.length > pageSize && end ? `${end.ms}_${end.state.id}` : null,
  };
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
  const { version, extended, identity, personal } = request;
  const names = await namesOf(tx, [request.about]);
  return { ...summaryOf(request, names), version, extended, identity, personal };
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

export const whomOf = (about: About) => (about.type === 'other' ? null : about.id);
