// A database of a test's own, copied from the migrated template: what one test does, no other sees. The
// next test of the same worker gets the same one, emptied, which takes a fraction of another copy. They
// go with the server, at the end of the run.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { inject } from 'vitest';
import { connect, type Database } from '../db/connect.ts';
import { limitsOf } from '../db/pools.ts';

export type FreshDatabase = {
  appUrl: string;
  systemUrl: string;
  publicUrl: string;
  ownerUrl: string;
  /** As the role of people: under row-level security. */
  app: Database;
  /** As the role of intake, sweep, follower and outbox. */
  system: Database;
  /** As the role of whoever comes from outside the centre. */
  outside: Database;
  /** As whoever has the server in his hands: no policy, no right missing. For tampering. */
  superuser: postgres.Sql;
  drop(): Promise<void>;
};

type Empty = { name: string; superuser: postgres.Sql };

/** Those that this worker has used before. To know Postgres's tables anew costs more than emptying them. */
const idle: Empty[] = [];

export async function freshDatabase(): Promise<FreshDatabase> {
  const { name, superuser } = idle.pop() ?? (await makeCopy());
  const urls = {
    appUrl: inDatabase(inject('appUrl'), name),
    systemUrl: inDatabase(inject('systemUrl'), name),
    publicUrl: inDatabase(inject('publicUrl'), name),
    ownerUrl: inDatabase(inject('ownerUrl'), name),
  };
  const app = connect(urls.appUrl, { name: 'test-app', ...limitsOf.command, max: 8 });
  const system = connect(urls.systemUrl, { name: 'test-system', ...limitsOf.command, max: 8 });
  const outside = connect(urls.publicUrl, { name: 'test-outside', ...limitsOf.command, max: 4 });
  return {
    ...urls,
    app,
    system,
    outside,
    superuser,
    async drop() {
      // First nobody writes any more; what a test forgot to stop fails here and not in the next test.
      await Promise.all([app.end(), system.end(), outside.end()]);
      try {
        await untilAlone(superuser);
        await empty(superuser);
      } catch (error) {
        await superuser.end();
        throw error;
      }
      idle.push({ name, superuser });
    },
  };
}

/** Beyond this somebody stays; whoever was killed or has just ended is gone within milliseconds. */
const partingMilliseconds = 5_000;

/** Until nobody else is connected to this database. Whoever stays is named, and nobody gets it again. */
async function untilAlone(superuser: postgres.Sql): Promise<void> {
  const until = performance.now() + partingMilliseconds;
  for (;;) {
    const others = await superuser<{ name: string; state: string | null; query: string }[]>`
      select application_name as name, state, query from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()
        and backend_type = 'client backend'`;
    if (others.length === 0) return;
    if (performance.now() > until) {
      const connections = others.map(
        ({ name, state, query }) => `${name} (${state ?? '?'}: ${query})`,
      );
      throw new Error(`still connected when its test ended: ${connections.join(', ')}`);
    }
    await sleep(10);
  }
}

async function makeCopy(): Promise<Empty> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  // Not at the template itself: Postgres copies nothing that somebody is connected to.
  const admin = openSuperuser('postgres');
  // Two files that copy at the same moment would find the template in use.
  await admin`select pg_advisory_lock(1)`;
  await admin.unsafe(`create database ${name} template template_achterwacht strategy file_copy`);
  await admin.end();
  return { name, superuser: openSuperuser(name) };
}

/**
 * Every row, also of what is append-only, and every number that was drawn. Migrations leave no row of their
 * own but in their journal.
 */
async function empty(superuser: postgres.Sql): Promise<void> {
  await superuser.unsafe(`
    set session_replication_role = replica;
    do $$ declare one regclass; begin
      for one in select oid from pg_class
        where relkind in ('r', 'p') and relnamespace = any('{public,auth,log}'::regnamespace[])
      loop execute 'delete from ' || one; end loop;
      perform setval(seqrelid, seqstart, false) from pg_sequence;
    end $$;
    reset session_replication_role`);
}

function openSuperuser(name: string): postgres.Sql {
  return postgres(inDatabase(inject('superuserUrl'), name), { max: 1, onnotice: () => {} });
}

function inDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
