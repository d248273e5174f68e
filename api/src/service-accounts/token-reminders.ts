// Whoever answers for a program is mailed 30 and 7 days before its last token ends, in time to put another in its place.
// Where he works here no more, the administrators are.
import { tokensEndAt, type ServiceAccount } from '@achterwacht/shared/service-account/state.ts';
import { markReached, type FindReminders, type Receiver } from '../reminders/reminder.ts';

const marks = [30, 7];

type Row = {
  id: string;
  centre_id: string;
  name: string;
  state: Omit<ServiceAccount, 'personal'>;
  owner: Receiver[] | null;
  administrators: Receiver[] | null;
};

export const findTokenReminders: FindReminders = async ({ sql }, now) => {
  const member = sql`jsonb_agg(jsonb_build_object('userId', user_id, 'email', email) order by email)`;
  const rows = await sql<Row[]>`
    select id, centre_id, name, state,
      (select ${member} from members where status = 'active'
        and user_id::text = state #>> '{owner,id}') as owner,
      (select ${member} from members where status = 'active' and role = 'administrator'
        and members.centre_id = service_accounts.centre_id) as administrators
    from service_accounts where state ->> 'ended' is null`;
  return rows.flatMap(({ id, centre_id: centreId, name, state, owner, administrators }) => {
    const endAt = tokensEndAt(state, now);
    const mark = endAt && markReached(endAt, marks, now);
    return endAt && mark
      ? {
          id: `tokens-end/${id}/${endAt.slice(0, 10)}/${mark}`,
          centreId,
          to: owner ?? administrators ?? [],
          text: {
            name: 'mail_tokens_end' as const,
            details: { name },
            dueAt: endAt,
            path: '/beheer/koppelingen',
          },
        }
      : [];
  });
};
