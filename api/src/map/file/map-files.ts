// The map file of this machine: where it lies and which one is in use. It is a copy in the folder of data and not a place on
// somebody's disk, so that nothing can be taken away under the desks that draw it.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { mapFile, type MapFile } from '@achterwacht/shared/routes/map-file.ts';
import { mustBeOutsideTransaction } from '../../db/outside-transaction.ts';
import { judgeMapFile, NoMap } from './judge-map-file.ts';

const draftAgeMilliseconds = 24 * 3_600_000;
/** What is left over on a disk after a copy, at least: databases and recordings lie on it too. */
const bytesToSpare = 1024 ** 3;
const chunkBytes = 1024 ** 2;

export class MapFiles {
  readonly #folder: string;
  readonly #inUse: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'map');
    this.#inUse = join(this.#folder, 'in-use.json');
  }

  /** Read each time: it is taken into use by a command, which is another process. */
  async inUse(): Promise<MapFile | null> {
    try {
      return mapFile.parse(JSON.parse(await readFile(this.#inUse, 'utf8')));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  pathOf(edition: string): string {
    return join(this.#folder, `${edition}.pmtiles`);
  }

  /**
   * Looks at it, copies it, and takes the copy into use at once or not at all.
   * @param onpart told how much of it was copied, from 0 to 1.
   * @throws {NoMap} what is wrong with it; the map that was in use stays.
   */
  async import(path: string, now: Date, onpart: (part: number) => void): Promise<MapFile> {
    mustBeOutsideTransaction('a map file');
    const source = await open(path).catch(() => {
      throw new NoMap(`${basename(path)} kan niet worden gelezen.`);
    });
    try {
      if (!(await source.stat()).isFile()) throw new NoMap(`${basename(path)} is geen bestand.`);
      const facts = await judgeMapFile(source, now);
      await mkdir(this.#folder, { recursive: true });
      await this.#mustFit(facts.bytes);
      await this.#clearDrafts(now);
      const draft = join(this.#folder, `${randomUUID()}.draft`);
      try {
        const edition = await copied(path, draft, facts.bytes, onpart);
        const taken: MapFile = {
          ...facts,
          edition,
          name: basename(path),
          importedAt: now.toISOString(),
        };
        await rename(draft, this.pathOf(edition));
        await this.#swap(taken);
        return taken;
      } finally {
        await rm(draft, { force: true });
      }
    } finally {
      await source.close();
    }
  }

  /** First what says which is in use, then the others go: a desk that draws one of them asks anew when it is gone. */
  async #swap(taken: MapFile): Promise<void> {
    const draft = join(this.#folder, `${randomUUID()}.draft`);
    const file = await open(draft, 'w');
    try {
      await file.writeFile(JSON.stringify(taken));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, this.#inUse);
    for (const name of await readdir(this.#folder))
      if (name.endsWith('.pmtiles') && name !== `${taken.edition}.pmtiles`)
        await rm(join(this.#folder, name), { force: true });
  }

  async #mustFit(bytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.#folder);
    const short = bytes + bytesToSpare - bavail * bsize;
    if (short > 0)
      throw new NoMap(
        `Op de schijf is te weinig plaats: er moet nog ${Math.ceil(short / 1024 ** 2)} MB vrij.`,
      );
  }

  /** What an import left that was killed; one that runs keeps its own. */
  async #clearDrafts(now: Date): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      if (!name.endsWith('.draft')) continue;
      const path = join(this.#folder, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
      if (now.getTime() - mtimeMs > draftAgeMilliseconds) await rm(path, { force: true });
    }
  }
}

/** @returns the edition: the beginning of the hash of every byte that was written. */
async function copied(
  from: string,
  to: string,
  bytes: number,
  onpart: (part: number) => void,
): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(to, 'wx');
  let done = 0;
  try {
    for await (const chunk of createReadStream(from, { highWaterMark: chunkBytes })) {
      const part = chunk as Buffer; // no encoding was asked for
      hash.update(part);
      await file.writeFile(part);
      done += part.length;
      onpart(done / bytes);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (done !== bytes) throw new NoMap('Het bestand veranderde tijdens het kopiëren.');
  return hash.digest('hex').slice(0, 16);
}

const isMissing = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
