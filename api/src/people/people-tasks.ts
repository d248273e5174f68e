// What waits for somebody who runs a centre: papers that end, a lost second factor that another must approve, invitations
// that nobody used. Read by the part that serves all centres, of this one alone: a supervisor opens no member's history.
import type { Task } from '@achterwacht/shared/administration/tasks.ts';
import { dutchDay } from '@achterwacht/shared/dutch-day.ts';
import { needsPapers } from '@achterwacht/shared/member/kinds.ts';
import { arePapersWhole, daysLeft, warnDays } from '@achterwacht/shared/member/papers.ts';
import type { FindTasks } from '../administration/find-tasks.ts';
import type { Database } from '../db/connect.ts';
import type { MemberState } from './list-members.ts';

type Row = { id: string; name: string; state: MemberState };

/** What somebody does in a day; the rest follows once these are done. */
const most = 200;
const dayMilliseconds = 86_400_000;

export function findPeopleTasks(accounts: Database): FindTasks {
  return async (_tx, { centreId, now }) => {
    // The day after the last on which a paper counts.
    const soon = new Date(now.getTime() + (warnDays[0] + 2) * dayMilliseconds).toISOString();
    const rows = await accounts.sql<Row[]>`
      select id, name, state from member_records join members on user_id = id
      where member_records.centre_id = ${centreId} and status <> 'ended'
        and (jsonb_typeof(state -> 'reset') = 'object' or duty_ends_at <= ${soon}
          or status = 'invited'
            and (state #>> '{invitation,expiresAt}') collate "C" <= ${now.toISOString()})
      order by jsonb_typeof(state -> 'reset') = 'object' desc nulls last, duty_ends_at, name, id
      limit ${most}`;
    return [
      ...(await missingPapers(accounts, centreId, now)),
      ...rows.flatMap((row) => tasksOf(row, now)),
    ];
  };
}

/** Two are needed at a time, and each may be on duty once his papers are there. */
async function missingPapers({ sql }: Database, centreId: string, now: Date): Promise<Task[]> {
  const centralists = await sql<Pick<MemberState, 'papers'>[]>`
    select state -> 'papers' as papers from member_records join members on user_id = id
    where member_records.centre_id = ${centreId} and status = 'active' and role = 'centralist'`;
  const ready = centralists.filter(({ papers }) => arePapersWhole(papers, dutchDay(now)));
  // Before there are two they have to be invited.
  return centralists.length >= 2 && ready.length < 2
    ? [{ kind: 'papers', about: null, dueAt: null }]
    : [];
}

function tasksOf({ id, name, state }: Row, now: Date): Task[] {
  const about = { id, name };
  const { status, papers, role, reset, invitation } = state;
  const tasks: Task[] = [];
  if (needsPapers.has(role)) {
    const [first] = Object.values(papers).toSorted((one, other) =>
      one.expires < other.expires ? -1 : 1,
    );
    if (first && daysLeft(first, dutchDay(now)) <= warnDays[0])
      tasks.push({ kind: 'papers-end', about, dueAt: `${first.expires}T12:00:00.000Z` });
  }
  if (reset && !reset.approved && Date.parse(reset.expiresAt) > now.getTime())
    tasks.push({ kind: 'factor-reset', about, dueAt: reset.expiresAt });
  if (status === 'invited' && invitation && Date.parse(invitation.expiresAt) <= now.getTime())
    tasks.push({ kind: 'invitation-expired', about, dueAt: null });
  return tasks;
}
