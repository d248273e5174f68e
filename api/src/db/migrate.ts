// Brings a database to the present schema and makes the log-ins of the three roles that run the
// product. Run by the owner; safe to run again, and by two starting processes at once.
import postgres from 'postgres';
import { applyMigrations, drizzle } from './drizzle.ts';
import { limitsOf } from './pools.ts';

/** Any number that nobody else locks on. */
const migrationLock = 20_261_121;

type Urls = { ownerUrl: string; appUrl: string; systemUrl: string; publicUrl: string };

export async function migrate(urls: Urls): Promise<void> {
  const { ownerUrl, appUrl, systemUrl, publicUrl } = urls;
  const { max, lockMilliseconds, statementMilliseconds } = limitsOf.migrate;
  const connection = { statement_timeout: statementMilliseconds };
  const sql = postgres(ownerUrl, { max, connection, onnotice: () => {} });
  try {
    // The other process may need long for its migrations; only from here on does anybody wait for us.
    await sql`select pg_advisory_lock(${migrationLock})`;
    await sql`select set_config('lock_timeout', ${String(lockMilliseconds)}, false)`;
    await prepareRole(sql, 'achterwacht_app', new URL(appUrl));
    await prepareRole(sql, 'achterwacht_system', new URL(systemUrl));
    await prepareRole(sql, 'achterwacht_public', new URL(publicUrl));
    await applyMigrations(drizzle({ client: sql }), {
      migrationsFolder: `${import.meta.dirname}/migrations`,
    });
    // A centre that the release before made since has one feed only.
    await sql`
      insert into log.feeds (centre_id, name, last_sequence)
      select id, 'file', 0 from centres on conflict do nothing`;
  } finally {
    await sql.end();
  }
}

/**
 * The policies name the role; the log-in may be that role itself or, on an administrator's own
 * server, another one that becomes a member of it.
 */
async function prepareRole(sql: postgres.Sql, role: string, url: URL): Promise<void> {
  const login = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  const exists = async (name: string) =>
    (await sql`select from pg_roles where rolname = ${name}`).length > 0;
  if (!(await exists(role))) await sql.unsafe(`create role ${role}`);
  if (login === role) {
    const quoted = await sql<{ text: string }[]>`select quote_literal(${password}) as text`;
    await sql.unsafe(`alter role ${role} login password ${quoted[0]!.text}`);
  } else if (await exists(login)) {
    const quoted = await sql<{ text: string }[]>`select quote_ident(${login}) as text`;
    await sql.unsafe(`grant ${role} to ${quoted[0]!.text}`);
  }
}
