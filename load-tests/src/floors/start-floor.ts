// Starts a floor beside the product, on the same Postgres, and on the same Redis where it has a use for it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openRedis } from './open-redis.ts';

type FloorKind = 'none' | 'ws' | 'socket.io';

export type Floor = {
  devices: { host: string; port: number };
  /** Where its consoles connect. */
  origins: string[];
  /** Ends it and removes what it stored. */
  stop: () => Promise<void>;
};

/** One process. */
export async function startFloor(kind: 'none' | 'ws', databaseUrl: string): Promise<Floor> {
  const process = await startProcess(kind, kind, { FLOOR_DATABASE_URL: databaseUrl });
  return { ...process, origins: [process.origin] };
}

/** Two processes of Socket.IO joined by its Redis streams adapter; presses go to the first of them. */
export async function startStreamsFloor(databaseUrl: string, redisUrl: string): Promise<Floor> {
  const stream = `load-floor-${process.pid}`;
  const env = {
    FLOOR_DATABASE_URL: databaseUrl,
    FLOOR_REDIS_URL: redisUrl,
    FLOOR_STREAM: stream,
  };
  const first = await startProcess('socket.io', 'socket.io 1', env);
  const second = await startProcess('socket.io', 'socket.io 2', env);
  return {
    devices: first.devices,
    origins: [first.origin, second.origin],
    stop: async () => {
      await first.stop();
      await second.stop();
      const redis = openRedis(redisUrl);
      await redis.del(stream);
      redis.disconnect();
    },
  };
}

async function startProcess(kind: FloorKind, name: string, env: Record<string, string>) {
  const child = fork(join(import.meta.dirname, 'floor-program.ts'), [kind, name], {
    // By environment, because a command line is for everybody to read.
    env: { ...process.env, ...env },
  });
  const ended = once(child, 'exit').then((): never => {
    throw new Error(`floor ${name} did not start`);
  });
  ended.catch(() => {});
  const started = once(child, 'message') as Promise<[{ devices: number; consoles: number }]>;
  const [ports] = await Promise.race([started, ended]);
  return {
    devices: { host: '127.0.0.1', port: ports.devices },
    origin: `http://127.0.0.1:${ports.consoles}`,
    stop: async () => {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}
