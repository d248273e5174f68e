// From nothing to a running centre and back. Order matters twice: everything starts from the database
// upwards, but for sound, which joins whenever its worker is there; and it stops from the api downwards,
// because the api first says goodbye to the consoles through the front door and writes its last words into
// Postgres.
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { canRunPostgres } from '../embedded/postgres-binaries.ts';
import { postgresProgram } from '../embedded/postgres.ts';
import { redisProgram, socketPathFor } from '../embedded/redis.ts';
import type { Program } from '../processes/child.ts';
import { identityOf } from '../processes/process-table.ts';
import { supervise, type Supervised } from '../processes/supervisor.ts';
import { writeWhole } from './data-folder/atomic-file.ts';
import { provideConsole } from './builds/console-build.ts';
import { claimMode, openDataFolder } from './data-folder/data-folder.ts';
import { removeInstance, writeInstance } from './data-folder/instance-file.ts';
import { openKeys } from './data-folder/keys.ts';
import { provideMediaWorker } from './builds/media-worker.ts';
import { busyMediaPort, choosePorts, isPortFree, isUdpPortFree } from './ports.ts';
import {
  apiEnvironment,
  apiProgram,
  consoleProgram,
  frontDoorProgram,
  mediaProgram,
  type InnerPorts,
  type Layout,
} from './programs.ts';
import { runScript } from './run-script.ts';
import { localAddress, type Mode, type Settings } from './settings.ts';
import { StatedProblem } from './stated-problem.ts';
import { untilStopIsAsked } from './stop-request.ts';
import { untilReadyForUse } from './readiness.ts';

export type Progress = {
  /** For the administrator watching. */
  print: (text: string) => void;
  /** What a program printed. */
  onLine: (name: string, line: string) => void;
  logLevel: string;
};

export type Milestones = {
  /** Everything but sound answers. Told only where sound is still being made. */
  onUsable: (layout: Layout) => Promise<void>;
  /** Everything answers; where sound can't be had, everything else. */
  onReady: (layout: Layout) => Promise<void>;
};

/** Runs until a stop is asked. */
export async function runInstance(
  settings: Settings,
  mode: Mode,
  progress: Progress,
  { onUsable, onReady }: Milestones,
): Promise<void> {
  await withDatabases(settings, mode, progress, async (layout, running) => {
    const start = (program: Program) => startOne(program, layout, running, progress);
    const withProgress = <T>(what: string, step: Promise<T>) =>
      printWhenSlow(progress.print, what, step);
    await assertPortsAreFree(settings);
    const migrated = (async () => {
      await withProgress('preparing the database', runScript('migrate', layout));
      if (mode === 'demo') {
        await withProgress('making up a centre', runScript('seed-demo', layout));
      }
    })();
    const worker = lookedAt(provideMediaWorker(progress.print));
    const [consoleBuild] = await Promise.all([provideConsole(progress.print), migrated]);
    const atOnce = worker.soFar();
    layout.mayHaveSound = atOnce === undefined || atOnce.value !== undefined;
    layout.isSoundAwaited = atOnce === undefined;
    const startSound = async () => {
      const found = await worker.settled;
      if (found) await start(mediaProgram(layout, found));
      return found !== undefined;
    };
    const api = apiProgram(layout);
    await Promise.all([
      start(api),
      start(consoleProgram(layout, consoleBuild)),
      atOnce && startSound(),
    ]);
    await start(frontDoorProgram(layout));
    const doors = {
      address: localAddress(settings.bind, settings.port),
      apiAddress: localAddress('127.0.0.1', layout.ports.api),
    };
    let hasSound = layout.mayHaveSound;
    if (!atOnce) {
      await untilReadyForUse({ ...doors, hasSound: false }, progress.print);
      recordInstance(layout, running);
      await onUsable(layout);
      // From here on people work with it: sound that does not come is said, and ends nothing.
      hasSound = await startSound().catch((error: unknown) => {
        progress.print(`sound did not start, everything else runs: ${(error as Error).message}`);
        return false;
      });
      layout.isSoundAwaited = false;
      layout.mayHaveSound = hasSound;
      // For its next life: what has come and went is a fault. What never comes it must know now.
      api.env = apiProgram(layout).env;
      if (!hasSound) await restartAs(api, running, start);
    }
    const isReady = await untilReadyForUse({ ...doors, hasSound }, progress.print).then(
      () => true,
      (error: unknown) => {
        if (atOnce) throw error;
        progress.print((error as Error).message);
        return false;
      },
    );
    recordInstance(layout, running);
    if (isReady) await onReady(layout);
    return 'until-stopped';
  });
}

/** Desks are told, and are back within seconds. */
async function restartAs(
  program: Program,
  running: Supervised[],
  start: (program: Program) => Promise<void>,
): Promise<void> {
  const at = running.findIndex(({ name }) => name === program.name);
  const [before] = at < 0 ? [] : running.splice(at, 1);
  await before?.stop(restartMilliseconds);
  await start(program);
}

const restartMilliseconds = 4000;

/**
 * Opens the data folder, starts the embedded servers, does the work, and stops all of it again: when a
 * stop is asked, when the work fails, or when it is done.
 */
export async function withDatabases(
  settings: Settings,
  mode: Mode,
  progress: Progress,
  work: (layout: Layout, running: Supervised[]) => Promise<'done' | 'until-stopped'>,
): Promise<void> {
  const stopAsked = untilStopIsAsked();
  const dataFolder = openDataFolder(settings.dataFolder);
  const running: Supervised[] = [];
  let socketFolder: string | undefined;
  try {
    claimMode(dataFolder.folder, mode);
    const layout = await layOut(settings, mode, progress.logLevel);
    if (layout.redis) socketFolder = dirname(layout.redis.socketPath);
    const working = (async () => {
      if (layout.postgres && !canRunPostgres())
        throw new StatedProblem(
          'Postgres does not run as root, and no other user can be had here: start as an ordinary user, ' +
            'or allow user namespaces (sysctl -w kernel.unprivileged_userns_clone=1).',
        );
      const servers = [
        layout.postgres && postgresProgram(layout.postgres),
        layout.redis && redisProgram(layout.redis),
      ].filter((program) => program !== undefined);
      const started = Promise.all(
        servers.map((server) => startOne(server, layout, running, progress)),
      );
      await printWhenSlow(progress.print, 'starting Postgres and Redis', started);
      if ((await work(layout, running)) === 'until-stopped') await stopAsked;
    })();
    await Promise.race([working, stopAsked]);
    // When a stop cut the work short, what it still says is of no interest.
    working.catch(() => undefined);
  } finally {
    removeInstance(dataFolder.folder);
    await stopInOrder(running);
    if (socketFolder) rmSync(socketFolder, { recursive: true, force: true });
    dataFolder.close();
  }
}

/** What a step that others do not wait for has come to so far; undefined while it goes on. */
function lookedAt<T>(step: Promise<T>) {
  let outcome: { value: T } | undefined;
  const settled = step.then((value) => {
    outcome = { value };
    return value;
  });
  // Whoever awaits it hears of a failure; that nobody does yet must not end everything else.
  settled.catch(() => undefined);
  return { soFar: () => outcome, settled };
}

/** What is done within a blink needs no words. */
const silentMilliseconds = 1500;

async function printWhenSlow<T>(
  print: (text: string) => void,
  what: string,
  step: Promise<T>,
): Promise<T> {
  const slow = setTimeout(() => print(what), silentMilliseconds);
  try {
    return await step;
  } finally {
    clearTimeout(slow);
  }
}

async function startOne(
  program: Program,
  layout: Layout,
  running: Supervised[],
  { print, onLine }: Progress,
): Promise<void> {
  const onRestart = () => recordInstance(layout, running);
  running.push(await supervise(program, { onLine, print, onRestart }));
}

async function layOut(settings: Settings, mode: Mode, logLevel: string): Promise<Layout> {
  const { dataFolder } = settings;
  const keys = openKeys(dataFolder);
  const ports = await rememberPorts(dataFolder);
  return {
    settings,
    mode,
    keys,
    ports,
    logLevel,
    mayHaveSound: false,
    isSoundAwaited: false,
    postgres: settings.externalDatabase
      ? undefined
      : {
          folder: join(dataFolder, 'postgres'),
          port: ports.postgres,
          database: 'achterwacht',
          passwords: keys,
          isDurable: true,
        },
    redis: settings.externalRedisUrl
      ? undefined
      : { folder: join(dataFolder, 'redis'), socketPath: socketPathFor(dataFolder) },
  };
}

async function rememberPorts(dataFolder: string): Promise<InnerPorts> {
  const file = join(dataFolder, 'ports.json');
  let remembered: Partial<InnerPorts> = {};
  try {
    remembered = JSON.parse(readFileSync(file, 'utf8')) as Partial<InnerPorts>; // written below
  } catch {
    // A new folder, or a file somebody cut short: new ports serve as well.
  }
  const ports = await choosePorts(
    ['postgres', 'api', 'console', 'mediaHttp', 'mediaControl'],
    remembered,
  );
  writeWhole(file, `${JSON.stringify(ports)}\n`);
  return ports;
}

async function assertPortsAreFree(settings: Settings): Promise<void> {
  const { bind, port, dc09Port } = settings;
  if (!(await isPortFree(port, bind))) {
    throw new StatedProblem(`Port ${port} is in use: choose another with ACHTERWACHT_PORT.`);
  }
  if (!(await isPortFree(dc09Port, bind)) || !(await isUdpPortFree(dc09Port, bind))) {
    throw new StatedProblem(
      `Port ${dc09Port} (devices) is in use: choose another with ACHTERWACHT_DC09_PORT.`,
    );
  }
  const busy = await busyMediaPort(settings);
  if (busy !== undefined) {
    throw new StatedProblem(
      `Port ${busy} (sound) is in use: choose another with ACHTERWACHT_MEDIA_PORT.`,
    );
  }
}

function recordInstance(layout: Layout, running: readonly Supervised[]): void {
  const { settings, mode, ports } = layout;
  const me = identityOf(process.pid);
  const frontDoor = running.find(({ name }) => name === 'front-door');
  // Before the front door stands nobody may be told that this runs.
  if (!me || !frontDoor) return;
  const pids = running.flatMap((program) => {
    const pid = program.pid();
    return pid === undefined ? [] : [[program.name, pid] as const];
  });
  writeInstance(settings.dataFolder, {
    mode,
    origin: settings.origin,
    process: me,
    pids: Object.fromEntries(pids),
    ports: { ...ports, http: settings.port, dc09: settings.dc09Port, media: settings.mediaPort },
    env: apiEnvironment(layout),
  });
}

/** Milliseconds each may take; together they stay below the ten seconds that are promised. */
const stopOrder = [
  ['api', 4000],
  // After the api, which closes alarms' rooms; before the front door, through which desks hear the goodbye.
  ['media-server', 1500],
  ['console', 800],
  ['front-door', 600],
  ['redis', 900],
  ['postgres', 2200],
] as const;

async function stopInOrder(running: readonly Supervised[]): Promise<void> {
  for (const [name, waitMilliseconds] of stopOrder) {
    await running.find((program) => program.name === name)?.stop(waitMilliseconds);
  }
}
