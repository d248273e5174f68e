// Starts a floor beside the product, on the same Postgres.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export type FloorKind = 'none' | 'ws' | 'socket.io';

export type Floor = {
  devices: { host: string; port: number };
  /** Where its consoles connect. */
  origin: string;
  /** Ends it and removes what it stored. */
  stop: () => Promise<void>;
};

export async function startFloor(kind: FloorKind, databaseUrl: string): Promise<Floor> {
  const child = fork(join(import.meta.dirname, 'floor-program.ts'), [kind], {
    // By environment, because a command line is for everybody to read.
    env: { ...process.env, FLOOR_DATABASE_URL: databaseUrl },
  });
  const ended = once(child, 'exit').then((): never => {
    throw new Error(`floor ${kind} did not start`);
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
