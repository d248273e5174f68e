// Whether a centre has the people without whom it cannot work, and anybody to work for.
import type { Task, TaskKind } from '@achterwacht/shared/administration/tasks.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import type { FindTasks } from './find-tasks.ts';

/** The fewest of each role with which there is nothing to do. */
const needed = [
  // What can lose an alarm or a proof takes two of them, and one can fall ill.
  ['second-administrator', 'administrator', 2],
  // One listens while the other telephones.
  ['centralists', 'centralist', 2],
  ['supervisor', 'supervisor', 1],
  ['officer', 'oov-officer', 1],
] as const satisfies (readonly [TaskKind, Role, number])[];

/** What somebody does in a day; the rest follows once these are done. */
const most = 20;

type People = { role: Role; active: number; invited: string[] };

export const staffingTasks: FindTasks = async ({ sql }) => {
  const rows = await sql<People[]>`
    select role, count(*) filter (where status = 'active')::int as active,
      coalesce(array_agg(name order by name) filter (where status = 'invited'), '{}') as invited
    from members where status in ('active', 'invited') group by role`;
  const [municipality] = await sql`select from municipalities limit 1`;
  const unreachable = await sql<{ id: string; name: string }[]>`
    select id, name from municipalities
    where ended_at is null and state ->> 'dayAndNightPhone' is null order by name limit ${most}`;
  const missing = needed.flatMap(([kind, role, fewest]): Task[] => {
    const { active = 0, invited = [] } = rows.find((one) => one.role === role) ?? {};
    if (active >= fewest) return [];
    // Whoever was invited has not come in yet: nothing is asked but to wait for him.
    const isOnTheWay = active + invited.length >= fewest;
    const about = isOnTheWay ? { id: role, name: invited.join(', ') } : null;
    return [{ kind, about, dueAt: null }];
  });
  return [
    ...missing,
    ...(municipality ? [] : [{ kind: 'municipality', about: null, dueAt: null } as const]),
    ...unreachable.map((about): Task => ({ kind: 'municipality-number', about, dueAt: null })),
  ];
};
