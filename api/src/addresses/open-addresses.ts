// Addresses: those that somebody types, and what lies near an alarm.
import type { FastifyInstance } from 'fastify';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { createFindAddresses } from './find-addresses.ts';
import { createFindNear } from './find-near.ts';
import { createAskRegister } from './register.ts';
import { serveNear } from './routes.ts';

type Parts = {
  authentication: Authentication;
  asActor: AsActor;
  keys: KeyRing;
  clock: Clock;
  log: Logger;
  /** Where a typed address is looked up; null: nowhere. */
  search: URL | null;
  /** Whom is told where an alarm is; null: nobody. */
  near: URL | null;
};

export function openAddresses(parts: Parts) {
  const { search, near, clock } = parts;
  const findNear = near && createFindNear(createAskRegister({ ...parts, url: near }), clock);
  return {
    find: createFindAddresses(createAskRegister({ ...parts, url: search })),
    routes: (http: FastifyInstance) => serveNear(http, { ...parts, findNear }),
  };
}
