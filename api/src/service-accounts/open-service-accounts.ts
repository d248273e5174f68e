// Programs that may ask a few things of a centre: who they are, their tokens, and the door that these open.
import type { FastifyInstance } from 'fastify';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { OpenAdmitService } from '../http/admit-service.ts';
import { ofRounds } from '../jobs/job.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { createAdmitService } from './admit-service.ts';
import { createServiceDoor } from './door.ts';
import { serveServiceAccounts } from './routes.ts';
import { serviceAccountTasks } from './service-account-tasks.ts';
import { findTokenReminders } from './token-reminders.ts';

const everyMilliseconds = 10_000;

type Parts = {
  accounts: Database;
  authentication: Authentication;
  asActor: AsActor;
  keys: KeyRing;
  clock: Clock;
};

export function openServiceAccounts(parts: Parts) {
  const door = createServiceDoor(parts);
  const admit: OpenAdmitService = (app) => createAdmitService(app, door);
  return {
    admit,
    routes(http: FastifyInstance): void {
      serveServiceAccounts(http, parts);
    },
    tasks: serviceAccountTasks,
    reminders: findTokenReminders,
    // One statement for all of them: a use is worth no line of its own.
    jobs: [ofRounds({ name: 'token-uses', everyMilliseconds, round: () => door.keepCounts() })],
    /** What was counted since the last round. */
    close: () => door.keepCounts(),
  };
}
