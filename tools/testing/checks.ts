// Everything `./achterwacht test` checks, in order: the cheap ones first, so that a slip shows early.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildConsole } from '../instance/console-build.ts';
import { provideMediaWorker } from '../instance/media-worker.ts';
import { projectFolder } from '../instance/settings.ts';
import {
  add,
  countPlaywright,
  countVitest,
  failuresOfPlaywright,
  failuresOfVitest,
  type Counts,
  type Failure,
} from './counts.ts';
import { findOrInstallChromium } from './chromium.ts';
import type { RunProgram } from './run-program.ts';

export type Check = {
  name: string;
  heading: string;
  /**
   * Those of two lanes run side by side, as each keeps one processor busy; within a lane one after the
   * other. A check without a lane has the machine to itself.
   */
  lane?: Lane;
  run: (tools: CheckTools) => Promise<Outcome>;
};

type Lane = 'programs' | 'console';

/** `failures`: what failed within it, where the program reports that. */
export type Outcome = Counts & { failures?: Failure[] };

export type CheckTools = {
  run: RunProgram;
  say: (text: string) => void;
  /** For reports; private to this run. */
  folder: string;
};

const workerCheck = join(projectFolder, 'media-server/worker-build/shake-hands.ts');
const consoleFolder = join(projectFolder, 'console');

export const checks: readonly Check[] = [
  single('console', 'format', 'formatting (prettier)', 'prettier', ['--check', '.']),
  single('programs', 'lint', 'lint (eslint)', 'eslint', ['.']),
  single('programs', 'types', 'types (tsc)', 'tsc', ['-p', 'tsconfig.json']),
  // Before svelte-check and knip: the build makes the compiled texts that both look for.
  {
    name: 'build',
    heading: 'console build (vite)',
    lane: 'console',
    run: async ({ say }) => {
      try {
        await buildConsole(say);
        return oneCheck(true);
      } catch (error) {
        say((error as Error).message);
        return oneCheck(false);
      }
    },
  },
  {
    name: 'svelte',
    heading: 'console types (svelte-check)',
    lane: 'console',
    run: async ({ run }) => {
      const synced = await run(binary('svelte-kit', consoleFolder), ['sync'], consoleFolder);
      const flags = ['--threshold', 'warning', '--output', 'human'];
      const checked =
        synced && (await run(binary('svelte-check', consoleFolder), flags, consoleFolder));
      return oneCheck(checked);
    },
  },
  single('console', 'dead-code', 'dead code (knip)', 'knip', []),
  // Before everything that makes or hears sound.
  {
    name: 'worker',
    heading: 'mediasoup worker (a DTLS handshake with it)',
    run: async ({ run, say }) => {
      const worker = await provideMediaWorker(say);
      // What needs it is skipped by name.
      if (!worker) return { passed: 0, failed: 0, skipped: 1 };
      return oneCheck(await run(workerCheck, [worker], projectFolder));
    },
  },
  {
    name: 'vitest',
    heading: 'unit and integration tests (vitest)',
    run: async ({ run, folder }) => {
      const report = join(folder, 'vitest.json');
      const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      const wentWell = await run(binary('vitest', projectFolder), args, projectFolder);
      const read = readReport(report);
      return { ...countVitest(read, wentWell), failures: failuresOfVitest(read) };
    },
  },
  {
    name: 'browser',
    heading: 'browser stories (playwright)',
    run: runBrowserStories,
  },
];

function single(lane: Lane, name: string, heading: string, program: string, args: string[]): Check {
  const run: Check['run'] = async (tools) =>
    oneCheck(await tools.run(binary(program, projectFolder), args, projectFolder));
  return { name, heading, lane, run };
}

function oneCheck(wentWell: boolean): Counts {
  return { passed: wentWell ? 1 : 0, failed: wentWell ? 0 : 1, skipped: 0 };
}

/** A workspace's own version comes before the shared one. */
function binary(name: string, cwd: string): string {
  const own = join(cwd, 'node_modules/.bin', name);
  return existsSync(own) ? own : join(projectFolder, 'node_modules/.bin', name);
}

async function runBrowserStories({ run, say, folder }: CheckTools): Promise<Outcome> {
  const playwright = binary('playwright', consoleFolder);
  const chromium = findOrInstallChromium(say);
  const report = join(folder, 'playwright.json');
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report, ACHTERWACHT_CHROMIUM: chromium ?? '' };
  if (!chromium) {
    await run(playwright, ['test', '--list', '--reporter=json'], consoleFolder, env);
    const listed = countPlaywright(readReport(report), true);
    const stories = listed.passed + listed.skipped;
    say(`${stories} browser stories skipped: there is no Chromium on this machine`);
    return { passed: 0, failed: stories === 0 ? 1 : 0, skipped: stories };
  }
  const tell = async (which: string[]): Promise<Outcome> => {
    rmSync(report, { force: true });
    const args = ['test', '--reporter=list,json', ...which];
    const wentWell = await run(playwright, args, consoleFolder, env);
    const read = readReport(report);
    return { ...countPlaywright(read, wentWell), failures: failuresOfPlaywright(read) };
  };
  const most = await tell(['--grep-invert=@moment', '--workers=2']);
  const moments = await tell(['--grep=@moment', '--workers=1']);
  return {
    ...add(most, moments),
    failures: [...(most.failures ?? []), ...(moments.failures ?? [])],
  };
}

function readReport(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
