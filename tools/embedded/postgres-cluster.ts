// Makes the files of a new Postgres server, once. Roles and the database are made in single-user mode,
// before the server ever listens: there is no moment at which it runs half made, and no client is
// needed. It all happens in a folder beside the real one that is renamed last, so that a crash in
// between leaves nothing that looks finished.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { asDatabaseUser, postgresBinary } from './postgres-binaries.ts';
import type { PostgresOptions } from './postgres-options.ts';

/** The major version of the embedded binaries; a folder of another one can't be opened by them. */
const majorVersion = '18';

export async function createCluster(options: PostgresOptions): Promise<void> {
  if (existsSync(options.folder)) {
    const found = readFileSync(join(options.folder, 'PG_VERSION'), 'utf8').trim();
    if (found === majorVersion) return;
    throw new Error(
      `${options.folder} was made by Postgres ${found}; this version needs ${majorVersion}: ` +
        'dump it with the old release and load it with this one.',
    );
  }
  const unfinished = `${options.folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(dirname(options.folder), { recursive: true });
  await initialise(unfinished, options);
  await createRoles(unfinished, options);
  renameSync(unfinished, options.folder);
}

async function initialise(folder: string, options: PostgresOptions): Promise<void> {
  const passwordFile = `${folder}.password`;
  writeFileSync(passwordFile, options.passwords.postgres, { mode: 0o600 });
  try {
    await run('initdb', [
      `--pgdata=${folder}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Dutch order for names on screen; byte-wise C for everything the server does for itself.
      '--locale=C.UTF-8',
      '--locale-provider=icu',
      '--icu-locale=nl-NL',
      '--no-instructions',
      ...(options.isDurable ? [] : ['--no-sync']),
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * The owner makes tables, policies and the roles the programs log in with; it is no superuser, so
 * a mistake in a migration can't reach the server's files. Migrations set the other roles' rights.
 */
async function createRoles(folder: string, options: PostgresOptions): Promise<void> {
  const statements = [
    `CREATE ROLE achterwacht_owner LOGIN CREATEROLE PASSWORD '${options.passwords.achterwacht_owner}'`,
    `CREATE DATABASE ${options.database} OWNER achterwacht_owner`,
    `REVOKE CONNECT ON DATABASE postgres FROM PUBLIC`,
  ];
  await run('postgres', ['--single', '-D', folder, 'postgres'], `${statements.join('\n')}\n`);
}

async function run(name: 'postgres' | 'initdb', args: string[], input = ''): Promise<void> {
  const { command, args: allArgs } = asDatabaseUser(postgresBinary(name), args);
  const child = spawn(command, allArgs, { cwd: '/', stdio: ['pipe', 'ignore', 'pipe'] });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  // Who ends without reading has a reason, and says it.
  child.stdin.on('error', () => {}).end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // Single-user mode goes on after a failed statement and leaves with 0.
  const failed = code !== 0 || /^.*(ERROR|FATAL):/m.test(complaints);
  if (failed) throw new Error(`${name} failed (${code}): ${complaints.trim()}`);
}
