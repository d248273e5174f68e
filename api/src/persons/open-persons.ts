// The sheets of persons: read, written, and emptied when nobody needs them any more.
import type { FastifyInstance } from 'fastify';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { Logger } from '../logger.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { FindAddresses } from '../addresses/find-addresses.ts';
import { serveImports } from '../imports/serve-imports.ts';
import { createReachPerson } from './emptying/reach-person.ts';
import { findEnding, unusedSheetEraser } from './emptying/unused-sheets.ts';
import { personLists } from './import/person-lists.ts';
import { serveOwn } from './own/routes.ts';
import { servePersons } from './routes.ts';

type Parts = {
  background: Database;
  accounts: Database;
  authentication: Authentication;
  asActor: AsActor;
  keys: KeyRing;
  keysFolder: string;
  clock: Clock;
  log: Logger;
  findAddresses: FindAddresses;
};

export function openPersons(parts: Parts) {
  const { background: system } = parts;
  return {
    routes(http: FastifyInstance): void {
      servePersons(http, parts);
      serveOwn(http, parts);
      serveImports(http, parts, personLists(parts));
    },
    reachDue: { person: createReachPerson({ ...parts, system }) },
    erasers: { 'unused-sheets': unusedSheetEraser({ ...parts, system }) },
    tasks: findEnding,
  };
}
