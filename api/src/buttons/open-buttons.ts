// The register of buttons as this process holds it, and what is heard of them.
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { ofRounds } from '../jobs/job.ts';
import type { Logger } from '../logger.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { contactWriteMilliseconds, createButtonContacts } from './button-contacts.ts';
import { openButtonDirectory } from './register/button-directory.ts';
import { createReachLoan } from './loans/lending.ts';
import { followRegister } from './register/register-news.ts';

/** A key that was taken away in the register counts no longer than this. */
const directoryMilliseconds = 60_000;

export type Buttons = Awaited<ReturnType<typeof openButtons>>;

type Parts = { press: Database; background: Database; keys: KeyRing; clock: Clock; log: Logger };

export async function openButtons({ press, background, keys, clock, log }: Parts) {
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
  ];
  return {
    directory,
    contacts,
    jobs,
    reachDue: { button: createReachLoan({ system: background, keys, clock }) },
    /** What was heard last is written down, if it can be. */
    close: () => contacts.write().catch(() => {}),
  };
}
