// What lies under everything that a map shows, in this order: the streets of the map file, what a service of maps gave our own server,
// the embedded country with the names of its places. What cannot be had gives way to the next, and what is seen is said.
import type L from 'leaflet';
import type { DrawnMapFile } from '@achterwacht/shared/routes/map-file.ts';
import { Country } from './country/country.ts';
import { type Ground, type Layer, type TileLayer } from './ground.ts';
import { ProxyTiles } from './proxy-tiles.ts';
import type { Taken } from './room.ts';
import { deskSource } from './streets/desk-source.ts';
import { StreetsFromFile } from './streets/streets-from-file.ts';

export class Background {
  readonly #onground: (ground: Ground) => void;
  readonly #country: Country;
  readonly #proxy: ProxyTiles;
  readonly #streets: StreetsFromFile;
  #chosen: Layer | null = null;
  #said = '';

  /** Before the map shows any place: whoever makes it says where it looks, and the names are drawn for that. */
  constructor(map: L.Map, onground: (ground: Ground) => void, taken: () => readonly Taken[]) {
    this.#onground = onground;
    this.#country = new Country(map, taken);
    this.#proxy = new ProxyTiles(map, () => this.#look());
    this.#streets = new StreetsFromFile(map, deskSource, () => this.#look());
    map.on('moveend', () => this.#look());
    map.on('unload', () => {
      this.#proxy.remove();
      this.#streets.remove();
    });
  }

  /** Null: the best there is. */
  use(layer: Layer | null): void {
    this.#chosen = layer;
    this.#look();
  }

  /** What stands on the map is another: a name gives way to it. */
  makeRoom(): void {
    this.#country.makeRoom();
  }

  #look(): void {
    const { file } = this.#streets;
    if (file === undefined) return; // it is still asked
    const chosen = this.#chosen ?? (file ? 'file' : 'grijs');
    const tiles: TileLayer = chosen === 'file' ? 'grijs' : chosen;
    const hasStreets = this.#streets.covers && !this.#streets.isFailing;
    const isFileFirst = chosen === 'file';
    this.#proxy.use(isFileFirst && hasStreets ? null : tiles);
    // A chosen layer that gives nothing leaves the streets that there are.
    this.#streets.use(isFileFirst || this.#proxy.isFailing, isFileFirst);
    this.#say(file, isFileFirst && hasStreets);
  }

  #say(file: DrawnMapFile | null, isWholeFromFile: boolean): void {
    const ground = this.#ground(file, isWholeFromFile);
    const said = JSON.stringify(ground);
    if (said === this.#said) return;
    this.#said = said;
    this.#onground(ground);
  }

  #ground(file: DrawnMapFile | null, isWholeFromFile: boolean): Ground {
    const { layer, fetchedAt, hasLoaded, isFailing } = this.#proxy;
    const isFileFailing = this.#streets.isFailing;
    if (file && this.#streets.shows && (isWholeFromFile || !hasLoaded))
      return { from: 'file', file, isFileFailing, isWhole: this.#streets.covers };
    if (layer && hasLoaded) return { from: 'proxy', layer, fetchedAt, file, isFileFailing };
    const isPending = file === undefined || (!isFailing && !isFileFailing);
    return { from: 'country', file, isFileFailing, isPending };
  }
}
