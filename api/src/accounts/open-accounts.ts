// How people log in, and what they change of that themselves.
import type { FastifyInstance } from 'fastify';
import { relyingParty, type Authentication } from '../access/authentication.ts';
import type { Database } from '../db/connect.ts';
import { textOf } from '../http/texts.ts';
import type { Logger } from '../logger.ts';
import { NoWay, type Gateways } from '../notify/gateways.ts';
import { readLanguages } from '../notify/read-languages.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { Settings } from '../settings/settings.ts';
import type { AccountParts, Told } from './account-parts.ts';
import { forgetLogInsJob } from './log-in/forget-log-ins.ts';
import { mountLogIn } from './log-in/front.ts';
import { serveRecoveryLogIn } from './log-in/recovery-log-in.ts';
import { serveFactors } from './profile/factor-routes.ts';
import { serveProfile } from './profile/profile-routes.ts';
import { serveTimers } from './timers/timer-routes.ts';
import { workAccountParts, type Invitations } from './work-account/work-account-parts.ts';
import { serveWorkAccounts } from './work-account/work-account-routes.ts';

/** Nobody waits for it; what did not get through stands in the profile all the same. */
const mailMilliseconds = 20_000;

type Parts = {
  authentication: Authentication;
  accounts: Database;
  log: Logger;
  secret: string;
  origin: string;
  origins: ReadonlySet<string>;
  gateways: Pick<Gateways, 'send'>;
  keys: Pick<KeyRing, 'master'>;
  settings: Settings;
  invitations: Invitations;
  changed: () => void;
};

export function openAccounts({ accounts: database, gateways, log, ...given }: Parts) {
  const parts: AccountParts = {
    ...given,
    database,
    relyingParty: relyingParty(given.origin),
    tell: (whom, text) =>
      void mail({ ...given, database, gateways }, whom, text).catch((error: unknown) => {
        // A centre without mail has chosen so; the profile tells it all the same.
        if (!(error instanceof NoWay))
          log.warn({ error }, 'a person was not told of his log-in by mail');
      }),
  };
  const workAccounts = workAccountParts({ ...given, ...parts, log });
  return {
    jobs: [forgetLogInsJob(database)],
    routes(http: FastifyInstance): void {
      mountLogIn(http, { ...parts, ...parts.authentication });
      serveFactors(http, parts);
      serveProfile(http, parts);
      serveTimers(http, parts);
      serveRecoveryLogIn(http, parts);
      serveWorkAccounts(http, workAccounts);
    },
  };
}

async function mail(
  {
    gateways,
    database: { sql },
    settings,
  }: Pick<Parts, 'gateways' | 'settings'> & { database: Database },
  { userId, centreId, email: to }: Told,
  text: string,
): Promise<void> {
  const languages = await readLanguages({ sql, settings }, { centreId, userIds: [userId] });
  const inLanguage = (name: string) => textOf(name, {}, languages.get(userId));
  await gateways.send(
    { centreId, to, subject: inLanguage('mail_subject'), text: inLanguage(text) },
    AbortSignal.timeout(mailMilliseconds),
  );
}
