// What people ask about what is kept of them, and what has to be told of a breach, each with its clock.
import type { FastifyInstance } from 'fastify';
import type { Task } from '@achterwacht/shared/administration/tasks.ts';
import { remindDays } from '@achterwacht/shared/privacy-request/term.ts';
import type { PrivacyRequestKind } from '@achterwacht/shared/privacy-request/state.ts';
import type { FindTasks } from '../administration/find-tasks.ts';
import { iso } from '../db/iso.ts';
import { findRequestReminders } from './request-reminders.ts';
import { servePrivacy } from './routes.ts';

type Parts = Parameters<typeof servePrivacy>[1];

export function openPrivacy(parts: Parts) {
  return {
    routes: (http: FastifyInstance) => servePrivacy(http, parts),
    tasks: findDue,
    reminders: findRequestReminders,
  };
}

/**
 * Nobody takes it on, or its end is near or past; a breach always, and each municipality that was not told of it. To who
 * may not see one, the database shows none.
 */
const findDue: FindTasks = async ({ sql }, { centreId, now }) => {
  const soon = new Date(now.getTime() + Math.max(...remindDays) * 86_400_000);
  type Due = { id: string; kind: PrivacyRequestKind; due_at: string; untold: string[] | null };
  const rows = await sql<Due[]>`
    select id, kind, due_at, (select array_agg(name order by name) from municipalities
      join jsonb_array_elements(privacy_requests.state -> 'notices') as notice
        on municipalities.id = (notice ->> 'municipalityId')::uuid
      where notice ->> 'told' is null) as untold
    from privacy_requests
    where centre_id = ${centreId} and is_open
      and (due_at <= ${soon.toISOString()} or jsonb_typeof(state -> 'assignedTo') = 'null')
    order by due_at limit 20`;
  return rows.flatMap(({ id, kind, due_at, untold }): Task[] => {
    const dueAt = iso(due_at);
    if (kind !== 'breach') return [{ kind: 'privacy-request', about: { id, name: kind }, dueAt }];
    const told = (untold ?? []).map((name): Task => ({
      kind: 'breach-notice',
      about: { id, name },
      dueAt,
    }));
    return [{ kind, about: { id, name: kind }, dueAt }, ...told];
  });
};
