// The variables an administrator may set, read and checked here once. Values are never printed in an
// error: some of them are secrets, and a rule without exceptions is easier to keep.
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { StatedProblem } from './stated-problem.ts';

export type Mode = 'demo' | 'real';

export type Settings = {
  origin: string;
  bind: string;
  /** The one port for browsers and devices that speak HTTP. */
  port: number;
  dc09Port: number;
  /** WebRTC, UDP and TCP: the first worker's; each next one has the next. */
  mediaPort: number;
  /** RTP and SRTP from device gateways, as in 20100-20299. */
  rtpPorts: string;
  mediaWorkers: number;
  dataFolder: string;
  /** Given addresses mean: start no server of our own for that. */
  externalDatabase:
    | {
        appUrl: string;
        ownerUrl: string;
        systemUrl: string | undefined;
        publicUrl: string | undefined;
      }
    | undefined;
  externalRedisUrl: string | undefined;
};

export const projectFolder = join(import.meta.dirname, '../..');

/** Where the person stood who typed the command; the launcher changes folder before we start. */
export const callerFolder = process.env['ACHTERWACHT_CWD'] ?? process.cwd();

export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const bind = env['ACHTERWACHT_BIND'] || '127.0.0.1';
  const port = readPort(env, 'ACHTERWACHT_PORT', 8080);
  return {
    origin: readOrigin(env) ?? localAddress(bind, port),
    bind,
    port,
    dc09Port: readPort(env, 'ACHTERWACHT_DC09_PORT', 12009),
    mediaPort: readPort(env, 'ACHTERWACHT_MEDIA_PORT', 20_044),
    rtpPorts: readPorts(env, 'ACHTERWACHT_RTP_PORTS', '20100-20299'),
    mediaWorkers: readCount(env, 'ACHTERWACHT_MEDIA_WORKERS', Math.min(availableParallelism(), 4)),
    dataFolder: readDataFolder(env),
    externalDatabase: readDatabase(env),
    externalRedisUrl: env['REDIS_URL'] || undefined,
  };
}

/** A relative folder counts from where the caller stands, the default from the project. */
export function readDataFolder(env: NodeJS.ProcessEnv = process.env): string {
  const given = env['ACHTERWACHT_DATA'];
  return given ? resolve(callerFolder, given) : join(projectFolder, 'data');
}

/** How this machine itself reaches what listens on `bind`. */
export function localAddress(bind: string, port: number): string {
  const host = bind === '0.0.0.0' || bind === '::' ? '127.0.0.1' : bind;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function readPort(env: NodeJS.ProcessEnv, name: string, usual: number): number {
  const given = env[name];
  if (!given) return usual;
  const port = Number(given);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new StatedProblem(`${name} must be a port number between 1 and 65535.`);
}

function readPorts(env: NodeJS.ProcessEnv, name: string, usual: string): string {
  const given = env[name];
  if (!given) return usual;
  const [first, last] = (/^(\d{1,5})-(\d{1,5})$/.exec(given) ?? []).slice(1).map(Number);
  if (first && last && first <= last && last <= 65_535) return given;
  throw new StatedProblem(`${name} must be a range of port numbers like ${usual}.`);
}

function readCount(env: NodeJS.ProcessEnv, name: string, usual: number): number {
  const given = env[name];
  if (!given) return usual;
  const count = Number(given);
  if (Number.isInteger(count) && count >= 1 && count <= 64) return count;
  throw new StatedProblem(`${name} must be a number between 1 and 64.`);
}

function readOrigin(env: NodeJS.ProcessEnv): string | undefined {
  const given = env['ACHTERWACHT_ORIGIN'];
  if (!given) return undefined;
  if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol))
    return new URL(given).origin;
  throw new StatedProblem('ACHTERWACHT_ORIGIN must be an address like https://centre.example.');
}

function readDatabase(env: NodeJS.ProcessEnv): Settings['externalDatabase'] {
  const appUrl = env['DATABASE_URL'];
  const ownerUrl = env['DATABASE_OWNER_URL'];
  const systemUrl = env['DATABASE_SYSTEM_URL'] || undefined;
  const publicUrl = env['DATABASE_PUBLIC_URL'] || undefined;
  if (!appUrl && !ownerUrl && !systemUrl && !publicUrl) return undefined;
  if (!appUrl || !ownerUrl) {
    throw new StatedProblem(
      'A database of your own needs both DATABASE_URL (role achterwacht_app) and ' +
        'DATABASE_OWNER_URL (role achterwacht_owner).',
    );
  }
  for (const [name, url] of Object.entries({
    DATABASE_URL: appUrl,
    DATABASE_OWNER_URL: ownerUrl,
  })) {
    if (!URL.canParse(url)) throw new StatedProblem(`${name} is not an address.`);
  }
  return { appUrl, ownerUrl, systemUrl, publicUrl };
}
