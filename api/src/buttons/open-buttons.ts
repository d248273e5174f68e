// The register of buttons as this process holds it, what is heard of them, and what people ask of the pool.
import type { FastifyInstance } from 'fastify';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { ofRounds } from '../jobs/job.ts';
import type { Logger } from '../logger.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { contactWriteMilliseconds, createButtonContacts } from './button-contacts.ts';
import { serveHandOut } from './hand-out/routes.ts';
import { createHarmlessPresses } from './harmless-presses.ts';
import { serveRegisterExport } from './pool/export-routes.ts';
import { serveButtons } from './pool/routes.ts';
import { openButtonDirectory } from './register/button-directory.ts';
import { createReachButton } from './row/change-button.ts';
import { createHearTest } from './row/hear-test.ts';
import { eraseImportsJob } from '../imports/pending.ts';
import { serveImports } from '../imports/serve-imports.ts';
import { buttonLists } from './register/import-kind.ts';
import { followRegister } from './register/register-news.ts';

/** A key that was taken away in the register counts no longer than this. */
const directoryMilliseconds = 60_000;

export type Buttons = Awaited<ReturnType<typeof openButtons>>;

type Parts = {
  press: Database;
  background: Database;
  accounts: Database;
  keys: KeyRing;
  clock: Clock;
  log: Logger;
  asActor: AsActor;
  authentication: Authentication;
  /** Where people find the product, for what is printed. */
  origin: string;
};

export async function openButtons(parts: Parts) {
  const { press, background, keys, clock, log } = parts;
  const directory = await openButtonDirectory({ press, background, keys, clock });
  await followRegister({ background, directory, log });
  const contacts = createButtonContacts(background);
  const jobs = [
    // In memory of this process: the register is read whole, and compared.
    ofRounds({
      name: 'directory',
      everyMilliseconds: directoryMilliseconds,
      round: directory.reload,
    }),
    // In one statement, whatever was heard since.
    ofRounds({
      name: 'contacts',
      everyMilliseconds: contactWriteMilliseconds,
      round: () => contacts.write(),
    }),
    eraseImportsJob(parts),
  ];
  return {
    directory,
    contacts,
    jobs,
    routes(http: FastifyInstance): void {
      serveButtons(http, parts);
      serveRegisterExport(http, parts);
      serveHandOut(http, parts);
      serveImports(http, parts, buttonLists(parts));
    },
    projections: [createHarmlessPresses()],
    hearTest: createHearTest({ system: background, keys, clock, log }),
    reachDue: { button: createReachButton({ system: background, keys, clock }) },
    /** What was heard last is written down, if it can be. */
    close: () => contacts.write().catch(() => {}),
  };
}
