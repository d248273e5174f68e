// Everything `./achterwacht test` checks, and what `./achterwacht test drills` does.
//
// Tests that use the product have the machine one after the other. Whatever only reads the sources runs
// beside them at the lowest priority: it takes the processor that waiting tests leave, and no more. Those of vitest
// leave little; the console's build leaves a core, and the browser stories half of both.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { provideConsole } from '../../instance/builds/console-build.ts';
import { provideMediaWorker } from '../../instance/builds/media-worker.ts';
import { projectFolder } from '../../instance/settings.ts';
import { findOnPath } from '../../processes/find-on-path.ts';
import { findOrInstallChromium } from '../chromium.ts';
import { checkAdvisories, checkBillOfMaterials } from './of-others.ts';
import { attacks } from './attacks.ts';
import { canInstall, install } from './debian.ts';
import { judge, oneCheck, readReport, type Outcome } from './report.ts';
import type { RunProgram } from './run-program.ts';

export type Check = {
  name: string;
  heading: string;
  /** Those of one lane run one after the other, the two lanes side by side. */
  lane: Lane;
  /** Begins once that one has ended, where both were asked for. */
  after?: string;
  run: (tools: CheckTools) => Promise<Outcome>;
};

export type Lane = 'product' | 'sources';

export type CheckTools = {
  run: RunProgram;
  print: (text: string) => void;
  /** For reports; private to this run. */
  folder: string;
};

const workerCheck = join(projectFolder, 'media-server/worker-build/shake-hands.ts');
const importCheck = join(projectFolder, 'tools/source-rules/check-imports.ts');
const consoleFolder = join(projectFolder, 'console');

const build: Check = {
  name: 'build',
  heading: 'console build (vite)',
  lane: 'product',
  run: async ({ print }) => {
    await provideConsole(print);
    return oneCheck(true);
  },
};

const worker: Check = {
  name: 'worker',
  heading: 'mediasoup worker (a DTLS handshake with it)',
  lane: 'product',
  run: async ({ run, print }) => {
    const binaryOfWorker = await provideMediaWorker(print);
    // What needs it is skipped by name.
    if (!binaryOfWorker) return { ...oneCheck(true), passed: 0, skipped: 1 };
    return oneCheck(await run(workerCheck, [binaryOfWorker], projectFolder));
  },
};

export const checks: readonly Check[] = [
  build,
  worker,
  vitest('vitest', 'unit and integration tests (vitest)', ['unit', 'integration']),
  browser('browser', 'browser stories (playwright)', 'stories'),
  program('format', 'formatting (prettier)', binary('prettier', projectFolder), ['--check', '.']),
  {
    name: 'lint',
    heading: 'types and lint (oxlint)',
    lane: 'sources',
    after: 'vitest',
    run: async ({ run }) => {
      const flags = ['--type-aware', '--type-check', '--ignore-pattern=console'];
      // Its compiler ends before its garbage matters: a fifth more memory, a quarter less processor time.
      const env = { GOGC: '400' };
      return oneCheck(await run(binary('oxlint', projectFolder), flags, projectFolder, env));
    },
  },
  program('imports', 'imports (dependency-cruiser)', importCheck),
  {
    name: 'console-lint',
    heading: 'console lint (oxlint, eslint)',
    lane: 'sources',
    run: async ({ run }) => {
      const eslintArgs = ['--max-warnings=0', '.'];
      const isClean =
        (await run(binary('oxlint', consoleFolder), [], consoleFolder)) &&
        (await run(binary('eslint', consoleFolder), eslintArgs, consoleFolder));
      return oneCheck(isClean);
    },
  },
  // The build makes the compiled texts that both look for.
  {
    name: 'svelte',
    heading: 'console types (svelte-check)',
    lane: 'sources',
    after: 'build',
    run: async ({ run }) => {
      const synced = await run(binary('svelte-kit', consoleFolder), ['sync'], consoleFolder);
      const flags = ['--tsgo-experimental-api', '--fail-on-warnings', '--output', 'human'];
      const svelteCheck = binary('svelte-check', consoleFolder);
      const checked = synced && (await run(svelteCheck, flags, consoleFolder));
      return oneCheck(checked);
    },
  },
  { ...program('dead-code', 'dead code (knip)', binary('knip', projectFolder)), after: 'build' },
  {
    name: 'sbom',
    heading: 'what others wrote (CycloneDX)',
    lane: 'sources',
    run: checkBillOfMaterials,
  },
  { name: 'advisories', heading: 'warnings of it (npm)', lane: 'sources', run: checkAdvisories },
];

/** Each with what it needs; tests skip by name what is not there. */
const ofOtherMakes = {
  programs: ['caddy', 'ffmpeg', 'gst-launch-1.0'],
  packages: [
    'caddy',
    'ffmpeg',
    'gstreamer1.0-tools',
    'gstreamer1.0-plugins-base',
    'gstreamer1.0-plugins-good',
    'python3-aiortc',
  ],
};

const othersPrograms: Check = {
  name: 'others-programs',
  heading: 'phones and a front door of other makes (Debian)',
  lane: 'product',
  run: async ({ print }) => {
    const { programs, packages } = ofOtherMakes;
    const areThere =
      programs.every(findOnPath) && existsSync('/usr/lib/python3/dist-packages/aiortc');
    if (areThere || !canInstall()) return oneCheck(true);
    print('installing them (about a minute)');
    return oneCheck(install(...packages));
  },
};

const attackTests = vitest(
  'security',
  'attacks (vitest)',
  ['unit', 'integration', 'drills'],
  Object.values(attacks).flat(),
);

/** Attacks alone, and what they need. */
export const security: readonly Check[] = [worker, othersPrograms, attackTests];

/** Faults that take minutes; one of each kind stays among the checks. */
export const drills: readonly Check[] = [
  build,
  worker,
  othersPrograms,
  vitest('drills', 'long fault drills (vitest)', ['drills']),
  attackTests,
  browser('browser-drills', 'long browser drills (playwright)', 'drills'),
];

function program(name: string, heading: string, script: string, args: string[] = []): Check {
  const run: Check['run'] = async (tools) => oneCheck(await tools.run(script, args, projectFolder));
  return { name, heading, lane: 'sources', run };
}

/** @param files Of those projects only these; all where there are none. */
function vitest(
  name: string,
  heading: string,
  projects: string[],
  files: readonly string[] = [],
): Check {
  const run: Check['run'] = async (tools) => {
    const report = join(tools.folder, `${name}.json`);
    const reporters = ['default', join(import.meta.dirname, 'vitest-report.ts')];
    const args = [
      'run',
      ...files,
      ...projects.map((project) => `--project=${project}`),
      ...reporters.map((reporter) => `--reporter=${reporter}`),
      // Whoever needs it is named at the end, and no more than two may.
      '--retry=1',
    ];
    const env = { ACHTERWACHT_REPORT: report };
    const wentWell = await tools.run(binary('vitest', projectFolder), args, projectFolder, env);
    return judge(readReport(report), wentWell);
  };
  return { name, heading, lane: 'product', run };
}

/** A workspace's own version comes before the shared one. */
function binary(name: string, cwd: string): string {
  const own = join(cwd, 'node_modules/.bin', name);
  return existsSync(own) ? own : join(projectFolder, 'node_modules/.bin', name);
}

/** @param project One of console/playwright.config.ts. */
function browser(name: string, heading: string, project: string): Check {
  return { name, heading, lane: 'product', run: (tools) => runInBrowser(project, tools) };
}

async function runInBrowser(project: string, { run, print, folder }: CheckTools): Promise<Outcome> {
  const playwright = binary('playwright', consoleFolder);
  const chromium = findOrInstallChromium(print);
  const report = join(folder, `${project}.json`);
  const env = { ACHTERWACHT_REPORT: report, ACHTERWACHT_CHROMIUM: chromium ?? '' };
  const reporter = `--reporter=${join(consoleFolder, 'e2e/playwright-report.ts')}`;
  const args = ['test', `--project=${project}`];
  if (!chromium) {
    await run(playwright, [...args, '--list', reporter], consoleFolder, env);
    const { tests } = readReport(report);
    rmSync(report, { force: true });
    print(`${tests.length} browser ${project} skipped: there is no Chromium on this machine`);
    const skipped = tests.map((test) => ({ ...test, outcome: 'skipped' as const }));
    return judge({ tests: skipped, errors: [] }, true);
  }
  const all = [...args, `${reporter},list`, '--retries=1'];
  const wentWell = await run(playwright, all, consoleFolder, env);
  return judge(readReport(report), wentWell);
}
