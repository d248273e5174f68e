// The two embedded servers under what befalls them: a clean stop, kill -9 of the server, kill -9 of the
// program that started it. Each time the next start must work without a hand, on what was written.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { waitUntil, type Child } from '../processes/child.ts';
import { processesWorkingIn } from '../processes/process-table.ts';
import { testPort } from '../testing/ports.ts';
import { createCluster } from './postgres-cluster.ts';
import type { PostgresOptions } from './postgres-options.ts';
import { startPostgres } from './postgres.ts';
import { socketPathFor, startRedis, type RedisOptions } from './redis.ts';

let folder: string;
let postgres: PostgresOptions;
let redis: RedisOptions;
const running: Child[] = [];

/** The files of a new server, made once for the tests that are about something else. */
let made: string;

beforeAll(async () => {
  made = makeFolder();
  await createCluster({ ...postgresIn(made), port: await testPort() });
});
afterAll(() => rmSync(made, { recursive: true, force: true }));
beforeEach(async () => {
  folder = makeFolder();
  postgres = { ...postgresIn(folder), port: await testPort() };
  redis = { folder: join(folder, 'redis'), socketPath: socketPathFor(folder) };
});
afterEach(async () => {
  for (const child of running.splice(0)) await child.stop();
  await waitUntil('the end of the servers', () => processesWorkingIn(folder).length === 0, {
    withinMilliseconds: 10_000,
  });
  rmSync(folder, { recursive: true, force: true });
  rmSync(dirname(redis.socketPath), { recursive: true, force: true });
});

test('the services of this run are there: a database to copy and a Redis that answers', async () => {
  const owner = new URL(inject('ownerUrl'));
  expect(owner.pathname).toBe('/template_achterwacht');
  expect(await isPostgres(Number(owner.port))).toBe(true);
  expect(await askRedis(inject('redisUrl').replace('unix://', ''), 'PING')).toBe('+PONG\r\n');
});

test('Postgres stops cleanly and starts again', async () => {
  const first = await started(startPostgres(postgres, ignore));
  expect(await isPostgres(postgres.port)).toBe(true);
  expect(await first.stop()).toEqual({ code: 0, signal: null });
  expect(existsSync(join(postgres.folder, 'postmaster.pid'))).toBe(false);
  await started(startPostgres(postgres, ignore));
  expect(await isPostgres(postgres.port)).toBe(true);
});

test('Postgres comes back after kill -9 of its main process', async () => {
  copyCluster();
  const first = await started(startPostgres(postgres, ignore));
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  await started(startPostgres(postgres, ignore));
  expect(await isPostgres(postgres.port)).toBe(true);
});

test('a lock file whose number belongs to a stranger by now does not stop Postgres', async () => {
  copyCluster();
  await (await started(startPostgres(postgres, ignore))).stop();
  writeFileSync(
    join(postgres.folder, 'postmaster.pid'),
    `${process.pid}\n${postgres.folder}\n1\n${postgres.port}\n\n127.0.0.1\n 1 1\nready   \n`,
  );
  await started(startPostgres(postgres, ignore));
  expect(await isPostgres(postgres.port)).toBe(true);
});

test('files half made by a killed first start are made anew', async () => {
  const half = await started(
    startPostgres({ ...postgres, folder: `${postgres.folder}.new` }, ignore),
  );
  await half.stop();
  await started(startPostgres(postgres, ignore));
  expect(existsSync(`${postgres.folder}.new`)).toBe(false);
});

test('a folder of another Postgres is refused in words', async () => {
  copyCluster();
  writeFileSync(join(postgres.folder, 'PG_VERSION'), '17\n');
  await expect(startPostgres(postgres, ignore)).rejects.toThrow('was made by Postgres 17');
});

test('Redis keeps what it was told over a stop, and over kill -9', async () => {
  const first = await started(startRedis(redis, ignore));
  expect(await askRedis(redis.socketPath, 'SET place Delft')).toBe('+OK\r\n');
  await first.stop();
  const second = await started(startRedis(redis, ignore));
  expect(await askRedis(redis.socketPath, 'GET place')).toBe('$5\r\nDelft\r\n');
  process.kill(second.pid, 'SIGKILL');
  await second.exited;
  await started(startRedis(redis, ignore));
  expect(await askRedis(redis.socketPath, 'GET place')).toBe('$5\r\nDelft\r\n');
  expect(await askRedis(redis.socketPath, 'CONFIG GET maxmemory-policy')).toContain('noeviction');
});

test('kill -9 of whoever started them ends both, and both start again', async () => {
  copyCluster();
  const code = `
    const { startPostgres } = await import(${quoted('postgres.ts')});
    const { startRedis } = await import(${quoted('redis.ts')});
    await startPostgres(${JSON.stringify(postgres)}, () => {});
    await startRedis(${JSON.stringify(redis)}, () => {});
    console.log('started');`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(parent.stdout, 'data');
  expect(processesWorkingIn(folder).length).toBeGreaterThan(2);
  parent.kill('SIGKILL');
  // At once, while the old ones are still going: an administrator does not wait either.
  await started(startPostgres(postgres, ignore));
  await started(startRedis(redis, ignore));
  expect(await isPostgres(postgres.port)).toBe(true);
});

const ignore = () => undefined;

/** A space, as in the folders of people. */
function makeFolder(): string {
  return mkdtempSync(join(realpathSync(tmpdir()), 'achterwacht servers-'));
}

function postgresIn(place: string): Omit<PostgresOptions, 'port'> {
  const passwords = {
    postgres: 'a',
    achterwacht_owner: 'b',
    achterwacht_app: 'c',
    achterwacht_system: 'd',
    achterwacht_public: 'e',
  };
  return { folder: join(place, 'postgres'), database: 'achterwacht', passwords, isDurable: true };
}

function copyCluster(): void {
  cpSync(join(made, 'postgres'), postgres.folder, { recursive: true });
  // A copied folder gets the usual mode, and Postgres refuses one that others may read.
  chmodSync(postgres.folder, 0o700);
}

async function started(starting: Promise<Child>): Promise<Child> {
  const child = await starting;
  running.push(child);
  return child;
}

function quoted(module: string): string {
  return JSON.stringify(join(import.meta.dirname, module));
}

/** The protocol's SSLRequest; a Postgres without TLS answers it with the letter N. */
async function isPostgres(port: number): Promise<boolean> {
  const request = Buffer.alloc(8);
  request.writeInt32BE(8, 0);
  request.writeInt32BE(80_877_103, 4);
  return (await ask(connect(port, '127.0.0.1'), request)) === 'N';
}

function askRedis(socketPath: string, question: string): Promise<string> {
  return ask(connect(socketPath), `${question}\r\n`);
}

async function ask(socket: ReturnType<typeof connect>, question: string | Buffer): Promise<string> {
  socket.write(question);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return answer.toString();
}
