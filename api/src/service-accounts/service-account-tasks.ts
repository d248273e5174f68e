// Programs that somebody has to look after: of which the last token ends soon, and for which nobody answers any more.
import type { Task } from '@achterwacht/shared/administration/tasks.ts';
import { tokensEndAt, type ServiceAccount } from '@achterwacht/shared/service-account/state.ts';
import type { FindTasks } from '../administration/find-tasks.ts';

type Row = { state: Omit<ServiceAccount, 'personal'>; is_here: boolean };

export const serviceAccountTasks: FindTasks = async ({ sql }, { now }) => {
  const rows = await sql<Row[]>`
    select state, exists (select from members where user_id::text = state #>> '{owner,id}'
      and status = 'active') as is_here
    from service_accounts where state ->> 'ended' is null order by lower(name)`;
  return rows.flatMap(({ state, is_here: isHere }): Task[] => {
    const about = { id: state.id, name: state.name };
    const endAt = tokensEndAt(state, now);
    return [
      ...(endAt ? [{ kind: 'tokens-end', about, dueAt: endAt } as const] : []),
      ...(isHere ? [] : [{ kind: 'service-account-owner', about, dueAt: null } as const]),
    ];
  });
};
