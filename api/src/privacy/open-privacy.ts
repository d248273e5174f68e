// What people ask about what is kept of them, and what has to be told of a breach, each with its clock.
import type { FastifyInstance } from 'fastify';
import { remindDays } from '@achterwacht/shared/privacy-request/term.ts';
import type { PrivacyRequestKind } from '@achterwacht/shared/privacy-request/state.ts';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { FindTasks } from '../administration/find-tasks.ts';
import type { Clock } from '../clock.ts';
import { iso } from '../db/iso.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { findRequestReminders } from './request-reminders.ts';
import { servePrivacy } from './routes.ts';

type Parts = { authentication: Authentication; asActor: AsActor; keys: KeyRing; clock: Clock };

export function openPrivacy(parts: Parts) {
  return {
    routes: (http: FastifyInstance) => servePrivacy(http, parts),
    tasks: findDue,
    reminders: findRequestReminders,
  };
}

/** Nobody takes it on, or its end is near or past; a breach always. To who may not see one, the database shows none. */
const findDue: FindTasks = async ({ sql }, { centreId, now }) => {
  const soon = new Date(now.getTime() + Math.max(...remindDays) * 86_400_000);
  const rows = await sql<{ id: string; kind: PrivacyRequestKind; due_at: string }[]>`
    select id, kind, due_at from privacy_requests
    where centre_id = ${centreId} and is_open
      and (due_at <= ${soon.toISOString()} or jsonb_typeof(state -> 'assignedTo') = 'null')
    order by due_at limit 20`;
  return rows.map(({ id, kind, due_at: dueAt }) => ({
    kind: kind === 'breach' ? 'breach' : 'privacy-request',
    about: { id, name: kind },
    dueAt: iso(dueAt),
  }));
};
