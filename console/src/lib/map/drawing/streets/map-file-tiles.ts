// The tiles of the map file, asked of our own server part by part. The library that draws them takes a tile that failed for an empty
// one and a header that failed for the last word, so here it is counted, said, and begun anew.
import type { DrawnMapFile } from '@achterwacht/shared/routes/map-file.ts';
import { PMTiles, type RangeResponse, type Source } from 'pmtiles';
import type { MapFileSource } from './map-file-source.ts';

/** `gone`: another edition is in use by now. */
export type Given = 'given' | 'failed' | 'gone';

/** A tile that comes later is no help: the positions are drawn without it, and it is asked again. */
const waitMilliseconds = 10_000;

class EditionGone extends Error {}

export class MapFileTiles {
  readonly #source: Source;
  readonly #ongiven: (given: Given) => void;
  #archive: PMTiles;

  constructor(source: MapFileSource, file: DrawnMapFile, ongiven: (given: Given) => void) {
    const path = source.pathOf(file.edition);
    this.#source = {
      getKey: () => path,
      getBytes: (offset, length, signal) =>
        bytesOf(path, source.headers(), { offset, length, signal }),
    };
    this.#ongiven = ongiven;
    this.#archive = new PMTiles(this.#source);
  }

  /** As the library asks it of an archive; it asks nothing else. */
  async getZxy(
    zoom: number,
    x: number,
    y: number,
    signal?: AbortSignal,
  ): Promise<RangeResponse | undefined> {
    const archive = this.#archive;
    try {
      const tile = await archive.getZxy(zoom, x, y, signal);
      this.#ongiven('given');
      return tile;
    } catch (error) {
      if (signal?.aborted) throw error;
      // What it read of the file it keeps, and a failure too.
      if (archive === this.#archive) this.#archive = new PMTiles(this.#source);
      this.#ongiven(error instanceof EditionGone ? 'gone' : 'failed');
      throw error;
    }
  }

  /** Whether it gives anything now; what it answers is said as with a tile. */
  async ask(): Promise<void> {
    const archive = new PMTiles(this.#source);
    try {
      await archive.getHeader();
      this.#archive = archive;
      this.#ongiven('given');
    } catch (error) {
      this.#ongiven(error instanceof EditionGone ? 'gone' : 'failed');
    }
  }
}

async function bytesOf(
  path: string,
  headers: Record<string, string>,
  { offset, length, signal }: { offset: number; length: number; signal: AbortSignal | undefined },
): Promise<RangeResponse> {
  const late = AbortSignal.timeout(waitMilliseconds);
  const response = await fetch(path, {
    signal: signal ? AbortSignal.any([signal, late]) : late,
    headers: { range: `bytes=${offset}-${offset + length - 1}`, ...headers },
  });
  if (response.status === 404) throw new EditionGone('another map file is in use');
  if (response.status !== 206) throw new Error(`map file: status ${response.status}`);
  return { data: await response.arrayBuffer() };
}
