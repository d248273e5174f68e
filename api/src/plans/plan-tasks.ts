// Plans that wait for a supervisor to agree.
import type { Task } from '@achterwacht/shared/administration/tasks.ts';
import type { FindTasks } from '../administration/find-tasks.ts';

export const planTasks: FindTasks = async ({ sql }) => {
  const waiting = await sql<{ id: string; name: string }[]>`
    select coalesce(holder_id, button_id, plans.municipality_id) as id,
      coalesce(holders.name, buttons.serial, municipalities.name) as name
    from plans join municipalities on municipalities.id = plans.municipality_id
    left join holders on holders.id = holder_id
    left join buttons on buttons.id = button_id
    where proposed_at is not null order by proposed_at, plans.id`;
  return waiting.map(({ id, name }): Task => ({
    kind: 'plan-waits',
    about: { id, name },
    dueAt: null,
  }));
};
