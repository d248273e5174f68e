// How people want to be helped, as a municipality and the centre agree upon it.
import type { FastifyInstance } from 'fastify';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { planTasks } from './plan-tasks.ts';
import { servePlans } from './routes.ts';

type Parts = { authentication: Authentication; asActor: AsActor; keys: KeyRing; clock: Clock };

export function openPlans(parts: Parts) {
  return {
    routes(http: FastifyInstance): void {
      servePlans(http, parts);
    },
    tasks: planTasks,
  };
}
