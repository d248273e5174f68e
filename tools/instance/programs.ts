// What an instance consists of, as commands and environments. The names and values handed over here are
// the whole agreement between this package and the programs.
import { join } from 'node:path';
import type { PostgresOptions } from '../embedded/postgres-options.ts';
import { postgresUrl } from '../embedded/postgres.ts';
import { redisUrl, type RedisOptions } from '../embedded/redis.ts';
import { failWhenEnded, waitUntil, type Program } from '../processes/child.ts';
import type { Keys } from './data-folder/keys.ts';
import { localAddress, projectFolder, type Mode, type Settings } from './settings.ts';

/** Ports only this machine talks to. */
export type InnerPorts = Record<
  'postgres' | 'api' | 'console' | 'mediaHttp' | 'mediaControl',
  number
>;

export type Layout = {
  settings: Settings;
  mode: Mode;
  keys: Keys;
  ports: InnerPorts;
  /** Undefined where the administrator named a server of their own. */
  postgres: PostgresOptions | undefined;
  redis: RedisOptions | undefined;
  logLevel: string;
  /** It is there, or still being made. False where it can't be had: everything but sound runs. */
  mayHaveSound: boolean;
  /** It is still being made: that it is not there is no fault. */
  isSoundAwaited: boolean;
};

export function apiScript(name: string): string {
  return join(projectFolder, 'api/src/cli', `${name}.ts`);
}

/** For the api and every command of it. */
export function apiEnvironment(layout: Layout): Record<string, string> {
  const { settings, keys, ports } = layout;
  return {
    ...databaseUrls(layout),
    REDIS_URL: layout.redis ? redisUrl(layout.redis) : (settings.externalRedisUrl ?? ''),
    ACHTERWACHT_KEYS: keys.folder,
    ACHTERWACHT_DATA: settings.dataFolder,
    ACHTERWACHT_MODE: layout.mode,
    ACHTERWACHT_ORIGIN: settings.origin,
    ACHTERWACHT_BIND: settings.bind,
    ACHTERWACHT_API_PORT: String(ports.api),
    ACHTERWACHT_DC09_PORT: String(settings.dc09Port),
    ...(layout.mayHaveSound
      ? { ACHTERWACHT_MEDIA_CONTROL_URL: localAddress('127.0.0.1', ports.mediaControl) }
      : {}),
    ...(layout.isSoundAwaited ? { ACHTERWACHT_SOUND_AWAITED: '1' } : {}),
    LOG_LEVEL: layout.logLevel,
    // Also a demo stands on somebody's network: limits that libraries keep for production apply.
    NODE_ENV: 'production',
  };
}

function databaseUrls({ settings, keys, postgres }: Layout): Record<string, string> {
  if (postgres) {
    return {
      DATABASE_URL: postgresUrl(postgres, 'achterwacht_app'),
      DATABASE_SYSTEM_URL: postgresUrl(postgres, 'achterwacht_system'),
      DATABASE_PUBLIC_URL: postgresUrl(postgres, 'achterwacht_public'),
      DATABASE_OWNER_URL: postgresUrl(postgres, 'achterwacht_owner'),
    };
  }
  const external = settings.externalDatabase;
  if (!external) throw new Error('there is neither an embedded nor an external database');
  return {
    DATABASE_URL: external.appUrl,
    DATABASE_SYSTEM_URL:
      external.systemUrl ?? urlBeside(external.appUrl, 'achterwacht_system', keys),
    DATABASE_PUBLIC_URL:
      external.publicUrl ?? urlBeside(external.appUrl, 'achterwacht_public', keys),
    DATABASE_OWNER_URL: external.ownerUrl,
  };
}

/** Migrations make the role with the password they find here, so nobody needs to choose one. */
function urlBeside(
  appUrl: string,
  role: 'achterwacht_system' | 'achterwacht_public',
  keys: Keys,
): string {
  const url = new URL(appUrl);
  url.username = role;
  url.password = keys[role];
  return url.href;
}

export function apiProgram(layout: Layout): Program {
  return {
    name: 'api',
    command: process.execPath,
    args: ['--enable-source-maps', join(projectFolder, 'api/src/main.ts')],
    env: { ...process.env, ...apiEnvironment(layout) },
    stopSignal: 'SIGTERM',
    untilReady: untilItAnswers(`${localAddress('127.0.0.1', layout.ports.api)}/healthz`),
  };
}

/** What any program of this machine may need to run at all; no setting and no secret of ours is among it. */
const machineVariables = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'NODE_OPTIONS',
  'NODE_COMPILE_CACHE',
  'NODE_EXTRA_CA_CERTS',
];

/**
 * For the programs that browsers reach and that need nothing of the centre: the administrator's environment
 * holds passwords of databases and of gateways for mail and SMS, which are the api's alone.
 */
export function machineEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(
    machineVariables.filter((name) => env[name] !== undefined).map((name) => [name, env[name]]),
  );
}

export function mediaProgram(layout: Layout, workerBin: string): Program {
  const { settings, keys, ports } = layout;
  return {
    name: 'media-server',
    command: process.execPath,
    args: ['--enable-source-maps', join(projectFolder, 'media-server/src/main.ts')],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      ACHTERWACHT_KEYS: keys.folder,
      ACHTERWACHT_DATA: settings.dataFolder,
      ACHTERWACHT_BIND: settings.bind,
      ACHTERWACHT_MEDIA_HTTP_PORT: String(ports.mediaHttp),
      ACHTERWACHT_MEDIA_CONTROL_PORT: String(ports.mediaControl),
      ACHTERWACHT_MEDIA_PORT: String(settings.mediaPort),
      ACHTERWACHT_RTP_PORTS: settings.rtpPorts,
      ACHTERWACHT_MEDIA_WORKERS: String(settings.mediaWorkers),
      MEDIASOUP_WORKER_BIN: workerBin,
      LOG_LEVEL: layout.logLevel,
    },
    stopSignal: 'SIGTERM',
    untilReady: untilItAnswers(`${localAddress('127.0.0.1', ports.mediaHttp)}/healthz`),
  };
}

/** @param build The folder of a build of the console, whose files stay while it works in there. */
export function consoleProgram({ settings, ports }: Layout, build: string): Program {
  return {
    name: 'console',
    command: process.execPath,
    args: [join(build, 'index.js')],
    cwd: build,
    env: {
      ...machineEnvironment(),
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(ports.console),
      // It can't know its own address: the front door tells it with every request.
      PROTOCOL_HEADER: 'x-forwarded-proto',
      HOST_HEADER: 'x-forwarded-host',
      // For what it loads on the server; browsers use the one origin.
      ACHTERWACHT_API_URL: localAddress('127.0.0.1', ports.api),
      ACHTERWACHT_ORIGIN: settings.origin,
      // Seconds it waits for open requests when asked to stop; the whole stop takes ten at most.
      SHUTDOWN_TIMEOUT: '1',
    },
    stopSignal: 'SIGTERM',
    untilReady: untilItListens(ports.console),
  };
}

export function frontDoorProgram({ settings, ports }: Layout): Program {
  return {
    name: 'front-door',
    command: process.execPath,
    args: [join(projectFolder, 'tools/front-door.ts')],
    env: {
      ...machineEnvironment(),
      ACHTERWACHT_BIND: settings.bind,
      ACHTERWACHT_PORT: String(settings.port),
      ACHTERWACHT_ORIGIN: settings.origin,
      ACHTERWACHT_API_TARGETS: localAddress('127.0.0.1', ports.api),
      ACHTERWACHT_CONSOLE_TARGET: localAddress('127.0.0.1', ports.console),
      ACHTERWACHT_MEDIA_TARGET: localAddress('127.0.0.1', ports.mediaHttp),
    },
    stopSignal: 'SIGTERM',
    untilReady: untilItAnswers(`${localAddress(settings.bind, settings.port)}/healthz`),
  };
}

const startPatience = { withinMilliseconds: 60_000, everyMilliseconds: 50 };

function untilItAnswers(url: string): Program['untilReady'] {
  return (child) =>
    Promise.race([
      failWhenEnded(child),
      waitUntil(`starting ${child.name}`, async () => (await statusOf(url)) === 200, startPatience),
    ]);
}

function untilItListens(port: number): Program['untilReady'] {
  const url = `${localAddress('127.0.0.1', port)}/`;
  return (child) =>
    Promise.race([
      failWhenEnded(child),
      waitUntil(
        `starting ${child.name}`,
        async () => (await statusOf(url)) !== undefined,
        startPatience,
      ),
    ]);
}

/** Undefined when nobody answers. */
export async function statusOf(url: string): Promise<number | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000), redirect: 'manual' });
    await response.body?.cancel();
    return response.status;
  } catch {
    return undefined;
  }
}
