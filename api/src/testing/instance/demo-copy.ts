// A database with the demo's centre for each test that wants one: made up once a run, which takes seconds, and copied.
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { connect, type Database } from '../../db/connect.ts';
import { limitsOf } from '../../db/pools.ts';
import { seedDemo } from '../../demo/seed.ts';
import { openKeyRing } from '../../sealing/key-ring.ts';

/** Beyond this something hangs; nothing here is timed by it. */
const hangMilliseconds = 40_000;

export type DatabaseUrls = {
  appUrl: string;
  systemUrl: string;
  publicUrl: string;
  ownerUrl: string;
};

type Copy = { urls: DatabaseUrls; drop(): Promise<void> };

/** A database of its own, whose keys and accounts are put in `folder`. */
export async function copyDemo(folder: string): Promise<Copy> {
  const demoFolder = inject('demoFolder');
  const admin = openAdmin();
  try {
    // Of the files that start together one makes it, the others wait.
    await admin.sql`select pg_advisory_lock(2)`;
    if (!existsSync(demoFolder)) await makeDemo(demoFolder, admin);
    cpSync(demoFolder, folder, { recursive: true });
    return await copyOf('template_demo', admin);
  } finally {
    await admin.end();
  }
}

async function makeDemo(demoFolder: string, admin: Database): Promise<void> {
  await admin.sql.unsafe(`drop database if exists template_demo`);
  await admin.sql.unsafe(
    `create database template_demo template template_achterwacht strategy file_copy`,
  );
  const making = `${demoFolder}.making`;
  const keysFolder = join(making, 'keys');
  const authSecret = openAuthSecret(keysFolder);
  const system = connect(withDatabase(inject('systemUrl'), 'template_demo'), {
    name: 'demo',
    ...limitsOf.command,
  });
  const keys = openKeyRing(keysFolder);
  await seedDemo({ system, keys, authSecret, dataFolder: making, now: new Date() });
  // Postgres copies nothing that somebody is connected to.
  await system.end();
  renameSync(making, demoFolder);
}

function openAdmin(): Database {
  return connect(withDatabase(inject('superuserUrl'), 'postgres'), {
    name: 'copy',
    ...limitsOf.command,
    lockMilliseconds: hangMilliseconds,
  });
}

async function copyOf(template: string, admin: Database): Promise<Copy> {
  const name = `faults_${randomBytes(6).toString('hex')}`;
  await admin.sql.unsafe(`create database ${name} template ${template} strategy file_copy`);
  return {
    urls: {
      appUrl: withDatabase(inject('appUrl'), name),
      systemUrl: withDatabase(inject('systemUrl'), name),
      publicUrl: withDatabase(inject('publicUrl'), name),
      ownerUrl: withDatabase(inject('ownerUrl'), name),
    },
    async drop() {
      const other = openAdmin();
      await other.sql.unsafe(`drop database if exists ${name} with (force)`);
      await other.end();
    },
  };
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** Makes what is missing in the folder of keys. */
export function openAuthSecret(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const names = ['auth.secret', 'master.key', 'listen-in.key', 'media-control.secret'];
  for (const name of [...names, 'recordings.key']) {
    const file = join(folder, name);
    if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'));
  }
  return readFileSync(join(folder, 'auth.secret'), 'utf8');
}
