// A centre as an earlier release left it in its database, played by that release's own simulation: its tables, each
// as `COPY … TO STDOUT` gave it, with its keys. The file of one stands beside this one, under the commit it is of.
import { randomBytes } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import postgres from 'postgres';
import { inject } from 'vitest';
import { applyMigrations, drizzle } from '../db/drizzle.ts';
import { openKeyRing, type KeyRing } from '../sealing/key-ring.ts';

/** What each held, and the index of the last migration that it had. */
export const releases = {
  a966681: { lastMigration: 20, alarms: 38, events: 429, open: 25, files: 8 },
  // With incident files that people wrote in, and let one another into.
  b64a0b4: { lastMigration: 27, alarms: 200, events: 2880, open: 178, files: 19 },
} as const;
export type Release = keyof typeof releases;

const migrations = join(import.meta.dirname, '../db/migrations');

export type Left = {
  tables: Record<string, { columns: string; rows: string }>;
  /** Files of the keys' folder, in base64. */
  keys: Record<string, string>;
};

export type EarlierRelease = {
  ownerUrl: string;
  appUrl: string;
  systemUrl: string;
  publicUrl: string;
  superuser: postgres.Sql;
  openKeys: () => KeyRing;
  drop(): Promise<void>;
};

/** Its database at its own schema, not yet taken over by this release. */
export async function earlierRelease(
  release: Release,
  { tables, keys }: Left = readLeft(release),
): Promise<EarlierRelease> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = postgres(at('superuserUrl', 'postgres'), { max: 1 });
  await admin.unsafe(`create database ${name} owner achterwacht_owner`);
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'achterwacht-earlier-'));
  const ownerUrl = at('ownerUrl', name);
  await bringToItsSchema(ownerUrl, folder, releases[release].lastMigration);
  const superuser = postgres(at('superuserUrl', name), { max: 1, onnotice: () => {} });
  await superuser`set session_replication_role = replica`;
  for (const [table, { columns, rows }] of Object.entries(tables)) {
    const target = await superuser.unsafe(`copy ${table} (${columns}) from stdin`).writable();
    await pipeline(Readable.from([rows]), target);
  }
  await superuser`reset session_replication_role`;
  // Triggers, which make a new centre's numbers, were off.
  await superuser`
    select make_alarm_numbers(centres.id, 1 + max(number)::bigint)
    from centres join alarms on centre_id = centres.id group by centres.id`;
  const keysFolder = writeKeys(join(folder, 'keys'), keys);
  return {
    ownerUrl,
    appUrl: at('appUrl', name),
    systemUrl: at('systemUrl', name),
    publicUrl: at('publicUrl', name),
    superuser,
    openKeys: () => openKeyRing(keysFolder),
    async drop() {
      await superuser.end();
      await admin.unsafe(`drop database ${name} with (force)`);
      await admin.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function readLeft(release: Release): Left {
  const file = readFileSync(join(import.meta.dirname, `${release}.json.gz`));
  return JSON.parse(gunzipSync(file).toString()) as Left;
}

async function bringToItsSchema(
  ownerUrl: string,
  folder: string,
  lastMigration: number,
): Promise<void> {
  const migrationsFolder = join(folder, 'migrations');
  cpSync(migrations, migrationsFolder, { recursive: true });
  const path = join(migrationsFolder, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(path, 'utf8')) as { entries: { idx: number }[] };
  journal.entries = journal.entries.filter(({ idx }) => idx <= lastMigration);
  writeFileSync(path, JSON.stringify(journal));
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  await applyMigrations(drizzle({ client: sql }), { migrationsFolder });
  await sql.end();
}

function writeKeys(folder: string, keys: Left['keys']): string {
  mkdirSync(join(folder, 'subjects'), { recursive: true });
  for (const [name, content] of Object.entries(keys))
    writeFileSync(join(folder, name), Buffer.from(content, 'base64'), { mode: 0o600 });
  return folder;
}

function at(
  server: 'superuserUrl' | 'ownerUrl' | 'appUrl' | 'systemUrl' | 'publicUrl',
  name: string,
): string {
  const address = new URL(inject(server));
  address.pathname = `/${name}`;
  return address.href;
}
