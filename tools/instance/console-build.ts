// The console is the one program that is built. It is built again when what it is made of has changed,
// judged by content: times of files say nothing after a checkout.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dyingWithParent } from '../processes/child.ts';
import { takeLock } from './data-folder.ts';
import { projectFolder } from './settings.ts';
import { StatedProblem } from './stated-problem.ts';

const consoleFolder = join(projectFolder, 'console');
const stampFile = join(consoleFolder, 'build', 'made-from');
const sources = ['console', 'shared/src', 'shared/messages', 'package-lock.json'];
/** Results and generated files; tests change nothing of what is served. */
const notSources = new Set([
  'build',
  'node_modules',
  '.svelte-kit',
  'paraglide',
  'e2e',
  'test-results',
  'playwright-report',
]);

export const consoleServer = join(consoleFolder, 'build', 'index.js');

export function isConsoleBuildFresh(): boolean {
  if (!existsSync(consoleServer) || !existsSync(stampFile)) return false;
  return readFileSync(stampFile, 'utf8') === fingerprint();
}

/** Two instances starting at once from one checkout build it once: the second waits and finds it made. */
export async function buildConsole(say: (text: string) => void): Promise<void> {
  if (isConsoleBuildFresh()) return;
  const release = await waitForTurn();
  try {
    if (isConsoleBuildFresh()) return;
    say('building the console (about half a minute)');
    const madeFrom = fingerprint();
    await runVite();
    writeFileSync(stampFile, madeFrom);
  } finally {
    release();
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

async function runVite(): Promise<void> {
  // Vite belongs to the console; its program is found from there and started without npm in between,
  // which would swallow signals.
  const require = createRequire(join(consoleFolder, 'package.json'));
  const vite = join(dirname(require.resolve('vite/package.json')), 'bin/vite.js');
  const build = dyingWithParent('KILL', process.execPath, [vite, 'build', '--logLevel', 'warn']);
  await new Promise<void>((resolve, reject) => {
    const options = { cwd: consoleFolder, maxBuffer: 64 * 1024 * 1024 };
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
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => !notSources.has(entry.name))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const place = join(path, entry.name);
        return entry.isDirectory() ? filesUnder(place) : [place];
      });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [path];
    throw error;
  }
}
