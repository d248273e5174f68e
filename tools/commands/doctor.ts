// What this machine lacks, each with the one command that helps; and where it was set up for real use, what its centre
// lacks, each with the page on which it is done.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { canRunPostgres, hasPostgresBinaries, isRoot } from '../embedded/postgres-binaries.ts';
import { findRedis } from '../embedded/redis.ts';
import { findInstance } from '../instance/data-folder/instance-file.ts';
import { apiScript } from '../instance/programs.ts';
import { findMediaWorker } from '../instance/builds/media-worker.ts';
import { busyMediaPort, isPortFree, isUdpPortFree } from '../instance/ports.ts';
import { projectFolder, readSettings } from '../instance/settings.ts';
import { findOnPath } from '../processes/find-on-path.ts';
import { findChromium } from '../testing/chromium.ts';
import { readSwitches, type Command } from './command.ts';
import type { Finding } from './finding.ts';
import { realUseFindings } from './real-use-findings.ts';

const roomNeededGigabytes = 2;

export const doctor: Command = {
  name: 'doctor',
  does: 'what is missing on this machine, and what keeps its centre from working for real',
  run: async (args) => {
    const { json } = readSwitches(args, ['json']);
    const findings = await examine();
    process.stdout.write(json ? `${JSON.stringify(findings, null, 2)}\n` : asText(findings));
    return findings.every(({ isOk, isNeededFor }) => isOk || isNeededFor !== 'running') ? 0 : 1;
  },
};

async function examine(): Promise<Finding[]> {
  const settings = readSettings();
  const chromium = findChromium();
  const redis = settings.externalRedisUrl ? 'REDIS_URL is given' : redisHere();
  const database = settings.externalDatabase ? 'DATABASE_URL is given' : undefined;
  const room = freeGigabytes(settings.dataFolder);
  const mediaWorker = await findMediaWorker();
  const connections = settings.externalDatabase && connectionsAt(settings.externalDatabase.appUrl);
  return [
    {
      name: 'Node.js 24 or newer',
      isOk: Number(process.versions.node.split('.')[0]) >= 24,
      found: process.version,
      fix: './achterwacht (fetches it)',
      isNeededFor: 'running',
    },
    packages(),
    {
      name: 'Postgres 18',
      isOk: database !== undefined || hasPostgresBinaries(),
      found: database ?? 'embedded',
      fix: 'set DATABASE_URL and DATABASE_OWNER_URL to a server of your own',
      isNeededFor: 'running',
    },
    ...(connections ? [connections] : []),
    {
      name: 'Postgres without root rights',
      isOk: database !== undefined || canRunPostgres(),
      found: isRoot() ? 'user namespace' : 'ordinary user',
      fix: 'run as an ordinary user, or allow user namespaces: sysctl -w kernel.unprivileged_userns_clone=1',
      isNeededFor: 'running',
    },
    {
      name: 'Redis 7 or newer, or Valkey',
      isOk: redis !== undefined,
      found: redis ?? '',
      fix: 'apt-get install -y redis-server',
      isNeededFor: 'running',
    },
    {
      name: 'setpriv and unshare (no orphaned servers)',
      isOk: ['setpriv', 'unshare'].every(findOnPath),
      found: findOnPath('setpriv') ?? '',
      fix: 'apt-get install -y util-linux',
      isNeededFor: 'running',
    },
    {
      name: 'mediasoup worker (sound)',
      isOk: mediaWorker !== undefined,
      found: mediaWorker ?? '',
      fix: 'node media-server/worker-build/provide-worker.ts (the first start does it; says what it lacks)',
      isNeededFor: 'sound',
    },
    ...(await ports()),
    {
      name: `${roomNeededGigabytes} GB of room for ${settings.dataFolder}`,
      isOk: room >= roomNeededGigabytes,
      found: `${room.toFixed(1)} GB free`,
      fix: 'make room, or choose another folder with ACHTERWACHT_DATA',
      isNeededFor: 'running',
    },
    {
      name: 'data folder can be written',
      isOk: canWrite(settings.dataFolder),
      found: settings.dataFolder,
      fix: 'choose a folder of your own with ACHTERWACHT_DATA',
      isNeededFor: 'running',
    },
    {
      name: 'Chromium',
      isOk: chromium !== undefined,
      found: chromium ?? '',
      fix: 'apt-get install -y chromium',
      isNeededFor: 'testing',
    },
    ...realUseFindings(settings),
  ];
}

/** The embedded one has room by its own settings; of another it is asked. */
function connectionsAt(url: string): Finding {
  const name = 'connections of Postgres for every process';
  const fix = 'raise max_connections in its postgresql.conf, and start it anew';
  // By its standard input: an address with its password is no argument, which everybody on the machine can read.
  const asked = spawnSync(process.execPath, [apiScript('connections')], {
    input: url,
    encoding: 'utf8',
    timeout: 10_000,
  });
  if (asked.status !== 0)
    return {
      name,
      isOk: false,
      found: 'no answer',
      fix: 'is DATABASE_URL right?',
      isNeededFor: 'running',
    };
  const { tooFew, room, ofProcess } = JSON.parse(asked.stdout) as ConnectionsFound;
  return {
    name,
    isOk: tooFew === null,
    found: tooFew ?? `${room}, of which a process takes ${ofProcess} at the most`,
    fix: tooFew === null ? fix : `${fix} (${tooFew})`,
    isNeededFor: 'running',
  };
}

/** As api/src/cli/connections.ts says it. */
type ConnectionsFound = { room: number; ofProcess: number; tooFew: string | null };

function packages(): Finding {
  const wanted = join(projectFolder, 'package-lock.json');
  const installed = join(projectFolder, 'node_modules/.package-lock.json');
  const isOk = existsSync(installed) && sameVersions(wanted, installed);
  return {
    name: 'npm packages as locked',
    isOk,
    found: existsSync(installed) ? 'node_modules' : '',
    fix: 'npm ci',
    isNeededFor: 'running',
  };
}

type Lock = { packages: Record<string, LockedPackage> };
type LockedPackage = { version?: string; optional?: boolean; link?: boolean; extraneous?: boolean };

/** Optional packages for other kinds of machines are rightly absent. */
function sameVersions(wantedFile: string, installedFile: string): boolean {
  const [wanted, installed] = [wantedFile, installedFile].map(
    (file) => JSON.parse(readFileSync(file, 'utf8')) as Lock, // npm's own format
  );
  return Object.entries(wanted?.packages ?? {})
    .filter(
      ([path, { optional, link, extraneous }]) =>
        path.includes('node_modules/') && !optional && !link && !extraneous,
    )
    .every(([path, { version }]) => installed?.packages[path]?.version === version);
}

function redisHere(): string | undefined {
  try {
    return findRedis().binary;
  } catch {
    return undefined;
  }
}

async function ports(): Promise<Finding[]> {
  const settings = readSettings();
  const { bind, port, dc09Port, mediaPort, mediaWorkers, dataFolder } = settings;
  const isOurs = findInstance(dataFolder) !== undefined;
  const found = isOurs ? 'in use by the instance that is running' : 'free';
  return [
    {
      name: `port ${port} (pages)`,
      isOk: isOurs || (await isPortFree(port, bind)),
      found,
      fix: 'choose another with ACHTERWACHT_PORT',
      isNeededFor: 'running',
    },
    {
      name: `port ${dc09Port} (devices, TCP and UDP)`,
      isOk: isOurs || ((await isPortFree(dc09Port, bind)) && (await isUdpPortFree(dc09Port, bind))),
      found,
      fix: 'choose another with ACHTERWACHT_DC09_PORT',
      isNeededFor: 'running',
    },
    {
      name: `ports ${mediaPort}–${mediaPort + mediaWorkers - 1} (sound, TCP and UDP)`,
      isOk: isOurs || (await busyMediaPort(settings)) === undefined,
      found,
      fix: 'choose another with ACHTERWACHT_MEDIA_PORT',
      isNeededFor: 'running',
    },
  ];
}

/** The folder may not exist yet; then its nearest parent decides. */
function existingParent(folder: string): string {
  return existsSync(folder) ? folder : existingParent(dirname(folder));
}

function freeGigabytes(folder: string): number {
  const { bavail, bsize } = statfsSync(existingParent(folder));
  return (bavail * bsize) / 1e9;
}

function canWrite(folder: string): boolean {
  try {
    accessSync(existingParent(folder), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function asText(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.map(({ name, isOk, found, fix, isNeededFor }) => {
    if (isOk) return `ok       ${name.padEnd(width)}  ${found}`;
    const why = {
      running: '',
      sound: ' (for sound)',
      testing: ' (for tests only)',
      'real use': ' (for real use)',
    }[isNeededFor];
    return `missing  ${name.padEnd(width)}  ${fix ?? ''}${why}`;
  });
  return `${lines.join('\n')}\n`;
}
