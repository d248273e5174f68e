// One real Postgres and one real Redis for all integration tests of a run (vitest's globalSetup).
//
// Migrations run once, into the database `template_achterwacht`; a test file makes its own database
// from it (30–50 ms) and so shares nothing with its neighbours. Nobody may stay connected to the
// template itself, because Postgres then refuses to copy it.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import type { PostgresOptions } from '../embedded/postgres-options.ts';
import { postgresUrl, startPostgres } from '../embedded/postgres.ts';
import { redisUrl, socketPathFor, startRedis } from '../embedded/redis.ts';
import { findMediaWorker } from '../instance/builds/media-worker.ts';
import type { Child } from '../processes/child.ts';
import { testPort } from './ports.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Role achterwacht_owner on the template database; tests replace the database's name. */
    ownerUrl: string;
    appUrl: string;
    systemUrl: string;
    publicUrl: string;
    /** May CREATE DATABASE … TEMPLATE template_achterwacht. */
    superuserUrl: string;
    redisUrl: string;
    /** Where the first test that needs the demo's centre keeps its keys and accounts for the others. */
    demoFolder: string;
    /** Empty where there is none: then nothing can be heard, and everything else works. */
    mediaWorker: string;
  }
}

const projectFolder = join(import.meta.dirname, '../..');
const migrate = join(projectFolder, 'api/src/cli/migrate.ts');

export default async function startServices(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'achterwacht-services-'));
  const lines: string[] = [];
  const remember = (name: string, line: string) => lines.push(`[${name}] ${line}`);
  const password = randomBytes(16).toString('hex');
  const postgres: PostgresOptions = {
    folder: join(folder, 'postgres'),
    port: await testPort(),
    database: 'template_achterwacht',
    passwords: {
      postgres: password,
      achterwacht_owner: password,
      achterwacht_app: password,
      achterwacht_system: password,
      achterwacht_public: password,
    },
    isDurable: false,
  };
  const redis = { folder: join(folder, 'redis'), socketPath: socketPathFor(folder) };
  const servers: Child[] = [];
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
    rmSync(dirname(redis.socketPath), { recursive: true, force: true });
    const wrong = lines.filter((line) => /\b(PANIC|FATAL):/.test(line));
    if (wrong.length > 0) process.stderr.write(`${wrong.join('\n')}\n`);
  };
  try {
    servers.push(await startPostgres(postgres, remember), await startRedis(redis, remember));
    await runMigrations(postgres);
  } catch (error) {
    await stop();
    throw error;
  }

  project.provide('ownerUrl', postgresUrl(postgres, 'achterwacht_owner'));
  project.provide('appUrl', postgresUrl(postgres, 'achterwacht_app'));
  project.provide('systemUrl', postgresUrl(postgres, 'achterwacht_system'));
  project.provide('publicUrl', postgresUrl(postgres, 'achterwacht_public'));
  project.provide('superuserUrl', postgresUrl(postgres, 'postgres'));
  project.provide('demoFolder', join(folder, 'demo'));
  project.provide('redisUrl', redisUrl(redis));
  project.provide('mediaWorker', (await findMediaWorker()) ?? '');

  return stop;
}

async function runMigrations(postgres: PostgresOptions): Promise<void> {
  if (!existsSync(migrate)) return;
  await promisify(execFile)(process.execPath, [migrate], {
    env: {
      ...process.env,
      DATABASE_OWNER_URL: postgresUrl(postgres, 'achterwacht_owner'),
      DATABASE_URL: postgresUrl(postgres, 'achterwacht_app'),
      DATABASE_SYSTEM_URL: postgresUrl(postgres, 'achterwacht_system'),
      DATABASE_PUBLIC_URL: postgresUrl(postgres, 'achterwacht_public'),
    },
  });
}
