// A database of a test file's own, copied from the migrated template in some 50 ms: what one file does,
// no other sees.
import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { connect, type Database } from '../db/connect.ts';

export type FreshDatabase = {
  appUrl: string;
  systemUrl: string;
  ownerUrl: string;
  /** As the role of people: under row-level security. */
  app: Database;
  /** As the role of intake, sweep, follower and outbox. */
  system: Database;
  /** As whoever has the server in his hands: no policy, no right missing. For tampering. */
  superuser: postgres.Sql;
  drop(): Promise<void>;
};

export async function freshDatabase(): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  // Not from the template itself: Postgres copies nothing that somebody is connected to.
  const admin = postgres(inDatabase(inject('superuserUrl'), 'postgres'), {
    max: 1,
    onnotice: () => {},
  });
  // Two files that copy at the same moment would find the template in use.
  await admin`select pg_advisory_lock(1)`;
  await admin.unsafe(`create database ${name} template template_achterwacht strategy file_copy`);
  await admin`select pg_advisory_unlock(1)`;

  const here = (url: string) => inDatabase(url, name);
  const urls = {
    appUrl: here(inject('appUrl')),
    systemUrl: here(inject('systemUrl')),
    ownerUrl: here(inject('ownerUrl')),
  };
  const app = connect(urls.appUrl, { max: 8, name: 'test-app' });
  const system = connect(urls.systemUrl, { max: 8, name: 'test-system' });
  const superuser = postgres(here(inject('superuserUrl')), { max: 1, onnotice: () => {} });
  return {
    ...urls,
    app,
    system,
    superuser,
    async drop() {
      await Promise.all([app.end(), system.end(), superuser.end()]);
      await admin.unsafe(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}

function inDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
