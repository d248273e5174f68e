// A Redis of our own on this machine, reachable through a socket file only we may open. It holds
// copies and wake-ups; losing it costs lateness, never an alarm. `noeviction`: a full Redis must refuse
// loudly, because a silently dropped wake-up is worse than none.
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  failWhenEnded,
  startChild,
  waitUntil,
  type Child,
  type LineSink,
  type Program,
} from '../processes/child.ts';
import { findOnPath } from '../processes/find-on-path.ts';

export type RedisOptions = {
  /** Absolute; holds the append-only file. */
  folder: string;
  socketPath: string;
};

/** Enough for the wake-ups and the presence of a large centre. */
const memoryLimit = '256mb';

export function redisProgram(options: RedisOptions): Program {
  const { binary, libraries } = findRedis();
  return {
    name: 'redis',
    command: binary,
    // prettier-ignore
    args: [
      '--port', '0',
      '--unixsocket', options.socketPath,
      '--unixsocketperm', '700',
      '--dir', options.folder,
      '--appendonly', 'yes',
      '--appendfsync', 'everysec',
      '--maxmemory', memoryLimit,
      '--maxmemory-policy', 'noeviction',
      '--loglevel', 'warning',
      // It would overwrite the environment by which a forgotten process is recognised.
      '--set-proc-title', 'no',
    ],
    env: libraries ? { ...process.env, LD_LIBRARY_PATH: libraries } : process.env,
    cwd: '/',
    stopSignal: 'SIGTERM',
    beforeStart: async () => {
      mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    },
    untilReady: (child) =>
      Promise.race([
        failWhenEnded(child),
        waitUntil('starting Redis', () => answersPing(options.socketPath), {
          withinMilliseconds: 30_000,
        }),
      ]),
  };
}

export async function startRedis(options: RedisOptions, onLine: LineSink): Promise<Child> {
  return startChild(redisProgram(options), onLine);
}

/** `unix://` and the bare path, nothing encoded. */
export function redisUrl(options: RedisOptions): string {
  return `unix://${options.socketPath}`;
}

/**
 * Socket paths end at 107 bytes, data folders don't: the socket lies in a private folder under the
 * temporary one, always the same for a data folder, so that a crash leaves no litter behind.
 */
export function socketPathFor(dataFolder: string): string {
  const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 12);
  const parent = tmpdir().length <= 70 ? tmpdir() : '/tmp';
  const folder = join(parent, `achterwacht-${name}`);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  // Anybody may make that name first in a shared folder; then take one nobody can guess.
  return join(isPrivate(folder) ? folder : mkdtempSync(join(parent, 'achterwacht-')), 'redis.sock');
}

function isPrivate(folder: string): boolean {
  const { uid, mode } = lstatSync(folder);
  return lstatSync(folder).isDirectory() && uid === process.getuid?.() && (mode & 0o077) === 0;
}

type RedisBinary = { binary: string; libraries?: string };

/** The launcher's choice, else the machine's own, else Debian's packages unpacked into .tools. */
export function findRedis(): RedisBinary {
  const { ACHTERWACHT_REDIS_BIN: chosen, ACHTERWACHT_REDIS_LIB: libraries } = process.env;
  if (chosen) return { binary: chosen, ...(libraries ? { libraries } : {}) };
  const installed = ['redis-server', 'valkey-server'].map(findOnPath).find(Boolean);
  if (installed) return { binary: installed };
  const unpacked = join(import.meta.dirname, '../../.tools/redis/usr');
  const binary = join(unpacked, 'bin/redis-server');
  if (existsSync(binary)) {
    const folder = readdirSync(join(unpacked, 'lib')).find((name) => name.endsWith('-linux-gnu'));
    return { binary, ...(folder ? { libraries: join(unpacked, 'lib', folder) } : {}) };
  }
  throw new Error('there is no Redis on this machine: apt-get install redis-server');
}

/** While it loads its file it answers -LOADING, and that is not ready. */
function answersPing(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const answer = (isReady: boolean) => {
      socket.destroy();
      resolve(isReady);
    };
    socket.setTimeout(500, () => answer(false));
    socket.once('error', () => answer(false));
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (reply) => answer(reply.toString().startsWith('+PONG')));
  });
}
