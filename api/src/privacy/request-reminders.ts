// A privacy request whose month nearly ends, and a breach that has to be told: mailed to who has taken it on, or else to
// every supervisor, for it may be seen by nobody else.
import type { PrivacyRequestKind } from '@achterwacht/shared/privacy-request/state.ts';
import { mailDays } from '@achterwacht/shared/privacy-request/term.ts';
import { iso } from '../db/iso.ts';
import { markReached, type FindReminders, type Receiver } from '../reminders/reminder.ts';

type Row = {
  id: string;
  centre_id: string;
  kind: PrivacyRequestKind;
  due_at: string;
  taken_on_by: string | null;
  supervisors: Receiver[] | null;
};

export const findRequestReminders: FindReminders = async ({ sql }, now) => {
  const soon = new Date(now.getTime() + Math.max(...mailDays) * 86_400_000).toISOString();
  const rows = await sql<Row[]>`
    select id, centre_id, kind, due_at, state #>> '{assignedTo,id}' as taken_on_by,
      (select jsonb_agg(jsonb_build_object('userId', user_id, 'email', email) order by email)
        from members where status = 'active' and role = 'supervisor'
          and members.centre_id = privacy_requests.centre_id) as supervisors
    from privacy_requests where is_open and due_at <= ${soon}`;
  return rows.flatMap(({ id, centre_id: centreId, kind, due_at, taken_on_by, supervisors }) => {
    const dueAt = iso(due_at);
    const mark = markReached(dueAt, mailDays, now);
    if (mark === null) return [];
    const all = supervisors ?? [];
    const his = all.filter(({ userId }) => userId === taken_on_by);
    return {
      // Put off, it has another end, and its marks come again.
      id: `privacy-request/${id}/${dueAt.slice(0, 10)}/${mark}`,
      centreId,
      to: his.length > 0 ? his : all,
      text: {
        name: kind === 'breach' ? ('mail_breach_due' as const) : ('mail_request_due' as const),
        details: {},
        dueAt,
        path: `/controle/verzoeken`,
      },
    };
  });
};
