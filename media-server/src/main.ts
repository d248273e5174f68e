// The media-server, put together: the only place that knows all parts, and the order in which they start
// and stop. Devices come last and go first; what was recorded is closed and stated before the end.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Fastify, { type FastifyError } from 'fastify';
import { startClock } from './process/clock.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { createControl } from './control/control.ts';
import { createTokens, openDevices } from './access/credentials.ts';
import { createDoor } from './ingest/door.ts';
import { serveRtp } from './ingest/rtp.ts';
import { serveWhip } from './ingest/whip.ts';
import { openJournal } from './recording/journal.ts';
import { sdpBytes } from './process/limits.ts';
import { openListeners } from './listening/listeners.ts';
import { openLogger, writeLastWords, type Logger } from './process/logger.ts';
import { openDataKeys } from './recording/data-keys.ts';
import { openStore } from './recording/store.ts';
import { openRooms } from './rooms/rooms.ts';
import { startWorkers } from './workers/workers.ts';

async function start(config: Config, log: Logger): Promise<() => Promise<void>> {
  const clock = startClock();
  const secret = (name: string) => readFileSync(join(config.keysFolder, name), 'utf8').trim();

  // --- what is kept ---
  const folder = join(config.dataFolder, 'recordings');
  const journal = await openJournal(join(config.dataFolder, 'sound-journal'), clock, log);
  const keys = await openDataKeys(config.keysFolder);
  const store = await openStore(folder, keys, journal, log);
  const devices = await openDevices(join(config.dataFolder, 'sound-journal'));

  // --- what sounds ---
  const workers = await startWorkers({
    workerBin: config.workerBin,
    count: config.workers,
    bind: config.bind,
    announcedAddress: config.announcedAddress,
    mediaPort: config.mediaPort,
    log,
  });
  const rooms = openRooms({ store, journal, clock, log });
  workers.onDied((dead) => {
    for (const room of rooms.all()) {
      const session = room.session();
      if (session?.station === dead) void room.endSession(session.id, 'worker-died');
    }
  });

  // --- who comes ---
  // Only the front door reaches this port, and it alone says where a visitor really is.
  const http = Fastify({
    // A line a request would drown what matters; faults are logged where they are answered.
    logger: false,
    trustProxy: 'loopback',
    bodyLimit: sdpBytes,
    requestTimeout: 10_000,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
  });
  // A browser on another origin may be a button; there is no cookie here that could be abused.
  http.addHook('onRequest', async (_, reply) => {
    reply.headers({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST, PATCH, DELETE, OPTIONS',
      'access-control-allow-headers': 'authorization, content-type, if-match',
      'access-control-expose-headers': 'location, etag, link, retry-after',
      'access-control-max-age': '86400',
    });
  });
  http.get('/healthz', () => ({ alive: true }));
  const door = createDoor(devices, clock);
  http.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error({ error }, 'a way in');
    return door.refuse(reply, status, error.code, status < 500 ? error.message : 'it failed here');
  });
  serveWhip(http, { workers, rooms, devices, door, log });
  serveRtp(http, {
    workers,
    rooms,
    door,
    clock,
    log,
    bind: config.bind,
    announcedAddress: config.announcedAddress,
    ports: config.rtpPorts,
  });
  const tokens = createTokens(secret('listen-in.key'), clock);
  const listeners = openListeners(http.server, { workers, rooms, devices, tokens, clock, log });
  const control = createControl({
    secret: secret('media-control.secret'),
    workerBin: config.workerBin,
    workers,
    rooms,
    listeners,
    devices,
    store,
    journal,
    clock,
    log,
  });
  await control.listen({ host: '127.0.0.1', port: config.controlPort });
  await http.listen({ host: '127.0.0.1', port: config.httpPort });
  log.info({ http: config.httpPort, media: config.mediaPort, workers: config.workers }, 'ready');

  return async () => {
    await listeners.close();
    await rooms.close();
    await http.close();
    await workers.close();
    await journal.close();
    control.server.closeAllConnections();
    await control.close();
  };
}

try {
  const config = readConfig();
  const log = openLogger(config.logLevel);
  writeLastWords(log);
  const stop = await start(config, log);
  let stopped: Promise<void> | undefined;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      stopped ??= stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ error }, 'stopped uncleanly');
          process.exit(1);
        },
      );
    });
  }
} catch (error) {
  process.stderr.write(
    `${error instanceof ConfigError ? error.message : String((error as Error).stack)}\n`,
  );
  process.exit(1);
}
