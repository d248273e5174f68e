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

export const staffingTasks: FindTasks = async ({ sql }) => {
  const rows = await sql<{ role: Role; people: number }[]>`
    select role, count(*)::int as people from members where status = 'active' group by role`;
  const [municipality] = await sql`select from municipalities limit 1`;
  const there = new Map(rows.map(({ role, people }) => [role, people]));
  const missing = needed
    .filter(([, role, fewest]) => (there.get(role) ?? 0) < fewest)
    .map(([kind]): TaskKind => kind);
  const unreachable = await sql<{ id: string; name: string }[]>`
    select id, name from municipalities
    where ended_at is null and state ->> 'dayAndNightPhone' is null order by name limit ${most}`;
  const kinds = municipality ? missing : [...missing, 'municipality' as const];
  return [
    ...kinds.map((kind): Task => ({ kind, about: null, dueAt: null })),
    ...unreachable.map((about): Task => ({ kind: 'municipality-number', about, dueAt: null })),
  ];
};
