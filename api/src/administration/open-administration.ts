// Running a centre: its settings, the numbers of its control rooms, and what has to be done, put together from what each
// folder finds.
import type { FastifyInstance } from 'fastify';
import { tasksFor, type Task } from '@achterwacht/shared/administration/tasks.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { serve } from '../http/server.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { Settings } from '../settings/settings.ts';
import { serveControlRooms } from './control-room-routes.ts';
import type { FindTasks } from './find-tasks.ts';
import { lineTasks } from './line-tasks.ts';
import { serveSettings } from './setting-routes.ts';
import { settingTasks } from './setting-tasks.ts';
import { staffingTasks } from './staffing-tasks.ts';

type Parts = {
  authentication: Authentication;
  asActor: AsActor;
  accounts: Database;
  keys: KeyRing;
  clock: Clock;
  settings: Settings;
};

/** @param others What the other folders find to do. */
export function openAdministration(parts: Parts, others: readonly FindTasks[]) {
  const { settings } = parts;
  const finders = [settingTasks(settings), lineTasks(settings), staffingTasks, ...others];
  return {
    routes(http: FastifyInstance): void {
      serveSettings(http, parts);
      serveControlRooms(http, parts);
      serveTasks(http, parts, finders);
    },
  };
}

function serveTasks(
  http: FastifyInstance,
  { authentication, asActor, clock }: Parts,
  finders: readonly FindTasks[],
): void {
  serve(http, authentication, routes.tasks, ({ visitor }) =>
    asActor(visitor, 'task.read', async (tx) => {
      const question = { centreId: visitor.centreId, now: clock.now() };
      const found: Task[] = [];
      // One after the other: they share a connection.
      for (const find of finders) found.push(...(await find(tx, question)));
      return { tasks: tasksFor(visitor.role, found) };
    }),
  );
}
