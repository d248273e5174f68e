// What somebody who runs a centre has to do, put together from what each folder finds.
import type { FastifyInstance } from 'fastify';
import { tasksFor, type Task } from '@achterwacht/shared/administration/tasks.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import { serve } from '../http/server.ts';
import type { FindTasks } from './find-tasks.ts';

type Parts = { authentication: Authentication; asActor: AsActor; clock: Clock };

export function openAdministration(
  { authentication, asActor, clock }: Parts,
  finders: readonly FindTasks[],
) {
  return {
    routes: (http: FastifyInstance) =>
      serve(http, authentication, routes.tasks, ({ visitor }) =>
        asActor(visitor, 'task.read', async (tx) => {
          const question = { centreId: visitor.centreId, now: clock.now() };
          const found: Task[] = [];
          // One after the other: they share a connection.
          for (const find of finders) found.push(...(await find(tx, question)));
          return { tasks: tasksFor(visitor.role, found) };
        }),
      ),
  };
}
