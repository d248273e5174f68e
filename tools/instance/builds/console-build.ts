// The console is the one program that is built. It is built again when what it is made of has changed,
// judged by content: times of files say nothing after a checkout.
//
// Each build lies in a folder named by what it was made from, and appears there whole. So a build never
// touches the files of a console that runs, and two checkouts of one folder's history, one after the other,
// each find their own.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dyingWithParent } from '../../processes/child.ts';
import { processesWorkingIn } from '../../processes/process-table.ts';
import { takeLock } from '../data-folder/data-folder.ts';
import { projectFolder } from '../settings.ts';
import { StatedProblem } from '../stated-problem.ts';

const consoleFolder = join(projectFolder, 'console');
/** Within the console, for what it does not bundle it finds among the console's packages. */
const buildsFolder = join(consoleFolder, 'build');

/** From the project's folder. By name, for beside them lie caches and results that building and testing write. */
export const sources: readonly string[] = [
  'console/src',
  'console/static',
  'console/project.inlang/settings.json',
  'console/package.json',
  'console/tsconfig.json',
  'console/vite.config.ts',
  'shared/src',
  'shared/messages',
  'shared/package.json',
  'package-lock.json',
];

/** The compiled texts are made by the build itself; tests change nothing of what is served. */
const isSource = (name: string) => name !== 'paraglide' && !name.endsWith('.test.ts');

/** Whoever was told of a build starts it within seconds; nobody else's may be taken from under his feet. */
const unusedMilliseconds = 3_600_000;

/**
 * Two instances starting at once from one checkout build it once: the second waits and finds it made.
 *
 * @returns the folder of the build, in which its program is to work: that is what keeps it there.
 */
export async function provideConsole(print: (text: string) => void): Promise<string> {
  const made = folderOf(fingerprint());
  if (existsSync(made)) return inUse(made);
  const release = await waitForTurn();
  try {
    for (;;) {
      // Whoever had the turn may have made it, or the sources may have changed meanwhile.
      const wanted = folderOf(fingerprint());
      if (existsSync(wanted)) return inUse(wanted);
      print('building the console (about half a minute)');
      const unfinished = join(buildsFolder, 'unfinished');
      rmSync(unfinished, { recursive: true, force: true });
      await runVite(unfinished);
      // What was edited while it was built is in it, or half of it is: it bears no name.
      if (folderOf(fingerprint()) !== wanted) continue;
      renameSync(unfinished, wanted);
      removeUnused();
      return wanted;
    }
  } finally {
    release();
  }
}

function folderOf(madeFrom: string): string {
  return join(buildsFolder, madeFrom.slice(0, 16));
}

function inUse(build: string): string {
  const now = new Date();
  utimesSync(build, now, now);
  return build;
}

function removeUnused(): void {
  for (const { name } of readdirSync(buildsFolder, { withFileTypes: true })) {
    const place = join(buildsFolder, name);
    const isRecent = Date.now() - statSync(place).mtimeMs < unusedMilliseconds;
    if (isRecent || processesWorkingIn(place).length > 0) continue;
    rmSync(place, { recursive: true, force: true });
  }
}

async function waitForTurn(): Promise<() => void> {
  mkdirSync(join(projectFolder, '.tools'), { recursive: true });
  const lock = join(projectFolder, '.tools', 'console-build.lock');
  for (;;) {
    try {
      return takeLock(lock, 'The build of the console');
    } catch (error) {
      if (!(error instanceof StatedProblem)) throw error;
      await sleep(200);
    }
  }
}

async function runVite(outFolder: string): Promise<void> {
  // Vite belongs to the console; its program is found from there and started without npm in between,
  // which would swallow signals.
  const require = createRequire(join(consoleFolder, 'package.json'));
  const vite = join(dirname(require.resolve('vite/package.json')), 'bin/vite.js');
  const build = dyingWithParent('KILL', process.execPath, [vite, 'build', '--logLevel', 'warn']);
  await new Promise<void>((resolve, reject) => {
    const options = {
      cwd: consoleFolder,
      env: { ...process.env, ACHTERWACHT_CONSOLE_BUILD: outFolder },
      maxBuffer: 64 * 1024 * 1024,
    };
    execFile(build.command, build.args, options, (error, out, err) => {
      if (error) reject(new StatedProblem(`The console could not be built:\n${out}${err}`));
      else resolve();
    });
  });
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesUnder(join(projectFolder, source)))) {
    hash
      .update(`${relative(projectFolder, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter(isSource)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}
