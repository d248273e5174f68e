// Prints the path of a mediasoup worker that works on this machine, getting one first when there is none:
// `node media-server/worker-build/provide-worker.ts [--find | --build]`. Standard error says what takes long;
// with --find nothing is fetched or built, with --build upstream's own is not asked for: that one hears no
// stream that nothing names. Exit status 1 and one sentence when there is none to be had.
//
// In this order: MEDIASOUP_WORKER_BIN, waited for when nothing is there yet; one that was made before (in
// .tools, or in the user's cache, which outlives a checkout); upstream's own, when it is here within ten
// seconds; one built from the sources in the npm package with Debian's libraries.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findWorker, starts } from './find-worker.ts';
import {
  buildScript,
  debianPackages,
  knownPlaces,
  mediasoupFolder,
  prebuiltUrl,
  version,
} from './recipe.ts';

const fetchMilliseconds = 10_000;
const reportEveryMilliseconds = 10_000;
const lowestPriority = 19;
const givenMilliseconds = 600_000;
const lookMilliseconds = 250;

class NoWorker extends Error {}

const print = (text: string) => process.stderr.write(`${text}\n`);

async function provide({
  mayMake,
  mayFetch,
}: {
  mayMake: boolean;
  mayFetch: boolean;
}): Promise<string> {
  const found = findWorker();
  if (found) return found;
  const given = process.env['MEDIASOUP_WORKER_BIN'];
  if (given && mayMake && !existsSync(given)) return awaitGiven(given);
  if (given) {
    throw new NoWorker(
      'MEDIASOUP_WORKER_BIN names no mediasoup worker that starts on this machine.',
    );
  }
  if (!mayMake) throw new NoWorker('There is no mediasoup worker yet.');
  const folder = mkdtempSync(join(tmpdir(), 'achterwacht-worker-'));
  try {
    const fetched = mayFetch ? await fetchPrebuilt(folder) : undefined;
    const binary = fetched ?? (await build(folder));
    return keep(binary);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whoever names one may still be putting it there: another build, another disk. */
async function awaitGiven(given: string): Promise<string> {
  print(`waiting for ${given} (MEDIASOUP_WORKER_BIN), ten minutes at most`);
  const giveUpAt = performance.now() + givenMilliseconds;
  while (performance.now() < giveUpAt) {
    const found = existsSync(given) && findWorker();
    if (found) return found;
    await sleep(lookMilliseconds);
  }
  throw new NoWorker(`There is no mediasoup worker at ${given} (MEDIASOUP_WORKER_BIN).`);
}

/** Loaded for a new binary only: most starts find one. */
async function shakeHands(binary: string): Promise<void> {
  await (await import('./check-worker.ts')).shakeHands(binary);
}

/** Undefined when it can't be had or does not work here. */
async function fetchPrebuilt(folder: string): Promise<string | undefined> {
  print(`fetching the mediasoup worker ${version} (ten seconds at most)`);
  const archive = join(folder, 'worker.tgz');
  const binary = join(folder, 'mediasoup-worker');
  try {
    const response = await fetch(prebuiltUrl(), { signal: AbortSignal.timeout(fetchMilliseconds) });
    if (!response.ok) throw new Error(`the answer was ${response.status}`);
    writeFileSync(archive, Buffer.from(await response.arrayBuffer()));
    execFileSync('tar', ['-xzf', archive, '-C', folder, 'mediasoup-worker'], { stdio: 'ignore' });
    if (!starts(binary)) throw new Error('it does not start on this machine');
    await shakeHands(binary);
    return binary;
  } catch (error) {
    print(`it could not be had (${reasonOf(error)}); building it instead`);
    return undefined;
  }
}

async function build(folder: string): Promise<string> {
  installWhatIsMissing();
  const binary = join(folder, 'built-worker');
  await runPatiently('building the mediasoup worker, once (one to three minutes)', buildScript, [
    mediasoupFolder,
    binary,
  ]);
  try {
    await shakeHands(binary);
  } catch (error) {
    throw new NoWorker(`The mediasoup worker that was built is refused: ${reasonOf(error)}.`);
  }
  return binary;
}

function installWhatIsMissing(): void {
  const missing = debianPackages.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const isRoot = process.getuid?.() === 0;
  const options = { stdio: ['ignore', 'ignore', 'pipe'] } satisfies Parameters<typeof spawnSync>[2];
  if (isRoot && spawnSync('apt-get', ['--version'], options).status === 0) {
    print('installing what the mediasoup worker is built with (about a minute)');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const install = ['install', '-y', '-qq', '--no-install-recommends', ...missing];
    const tried = () => spawnSync('apt-get', install, { ...options, env }).status === 0;
    // The lists of a fresh machine are empty; those of an old one may name what is gone.
    if (tried()) return;
    spawnSync('apt-get', ['update', '-qq'], { ...options, env });
    if (tried()) return;
  }
  throw new NoWorker(`Sound needs a worker that has to be built on this machine: ${command}`);
}

function isInstalled(name: string): boolean {
  const asked = spawnSync('dpkg-query', ['-W', '-f=${db:Status-Status}', name], {
    encoding: 'utf8',
  });
  return asked.status === 0 && asked.stdout === 'installed';
}

/** A word every ten seconds, so that nobody thinks it hangs. */
async function runPatiently(what: string, command: string, args: string[]): Promise<void> {
  print(what);
  const startedAt = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  // A desk may be at work on this machine already, or be waited for: it comes first.
  if (child.pid !== undefined) setPriority(child.pid, lowestPriority);
  const words: string[] = [];
  let progress = '';
  const listen = (text: string) => {
    words.push(...text.split('\n').filter((line) => line !== ''));
    words.splice(0, Math.max(0, words.length - 20));
    progress = /\[(\d+\/\d+)\][^[]*$/.exec(text)?.[1] ?? progress;
  };
  child.stdout.setEncoding('utf8').on('data', listen);
  child.stderr.setEncoding('utf8').on('data', listen);
  const reporting = setInterval(() => {
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    print(`still building: ${progress ? `${progress}, ` : ''}${seconds} s`);
  }, reportEveryMilliseconds);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  clearInterval(reporting);
  if (code !== 0) {
    throw new NoWorker(`The mediasoup worker could not be built:\n${words.join('\n')}`);
  }
}

/** Into each place that takes it; one is enough. */
function keep(binary: string): string {
  const kept = knownPlaces().filter((place) => {
    try {
      mkdirSync(dirname(place), { recursive: true });
      const unfinished = `${place}.${process.pid}.new`;
      copyFileSync(binary, unfinished);
      renameSync(unfinished, place);
      return true;
    } catch {
      return false;
    }
  });
  const [first] = kept;
  if (first) return first;
  throw new NoWorker(`The mediasoup worker can be kept nowhere: ${knownPlaces().join(', ')}`);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return error.cause instanceof Error ? error.cause.message : error.message;
}

try {
  const asks = (option: string) => process.argv.includes(option);
  const path = await provide({ mayMake: !asks('--find'), mayFetch: !asks('--build') });
  process.stdout.write(`${path}\n`);
  // The peer of the handshake may keep a timer; there is nothing left to do.
  process.exit(0);
} catch (error) {
  if (!(error instanceof NoWorker)) throw error;
  print(error.message);
  process.exit(1);
}
