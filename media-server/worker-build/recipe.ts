// Which worker we need, what it is built from, and where one may lie that was built before.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, release } from 'node:os';
import { dirname, join } from 'node:path';

/** mediasoup has no export for its package.json; its main file lies two folders below it. */
export const mediasoupFolder = join(
  dirname(createRequire(import.meta.url).resolve('mediasoup')),
  '../..',
);
export const version = (
  JSON.parse(readFileSync(join(mediasoupFolder, 'package.json'), 'utf8')) as { version: string }
) // npm's own format
.version;

export const buildScript = join(import.meta.dirname, 'build-worker.sh');

/** What a build needs; the libraries without `-dev` are needed to run it. */
export const debianPackages = [
  'g++',
  'meson',
  'ninja-build',
  'pkg-config',
  'libuv1-dev',
  'libssl-dev',
  'libsrtp2-dev',
  'libflatbuffers-dev',
  'flatbuffers-compiler',
];

/** One name for one mediasoup, one recipe, one kind of machine: a binary of anything else is not ours. */
function keyOf(): string {
  const hash = createHash('sha256');
  for (const path of [buildScript, ...filesUnder(join(import.meta.dirname, 'stubs'))]) {
    hash.update(path.slice(import.meta.dirname.length)).update(readFileSync(path));
  }
  return `${version}-${hash.digest('hex').slice(0, 12)}-${process.platform}-${process.arch}`;
}

/** In the order in which they are looked at; a new binary is put into each. */
export function knownPlaces(): string[] {
  const project = join(import.meta.dirname, '../..');
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const name = `mediasoup-worker-${keyOf()}`;
  return [join(project, '.tools/mediasoup', name), join(cache, 'achterwacht', name)];
}

/** Named as upstream names it. */
export function prebuiltUrl(): string {
  const [kernel] = release().split('.');
  const name = `mediasoup-worker-${version}-${process.platform}-${process.arch}-kernel${kernel}`;
  return `https://github.com/versatica/mediasoup/releases/download/${version}/${name}.tgz`;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
