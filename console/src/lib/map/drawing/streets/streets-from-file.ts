// The streets of the map file on a map: asked which file is in use, drawn in the theme of the page, and asked anew while it gives
// nothing. What draws them is loaded only where there is a file.
import type { DrawnMapFile } from '@achterwacht/shared/routes/map-file.ts';
import L from 'leaflet';
import type * as Drawing from './street-layer.ts';
import type { MapFileSource } from './map-file-source.ts';
import { MapFileTiles, type Given } from './map-file-tiles.ts';

/** While it gives nothing it is asked again, so that a desk that nobody touches gets its streets back: soon, and then ever less often. */
const againMilliseconds = [1_000, 2_000, 4_000, 8_000, 15_000] as const;
/** The map waits for it no longer. */
const waitMilliseconds = 4_000;
const zIndex = { above: 3, below: 1 } as const;

export class StreetsFromFile {
  readonly #map: L.Map;
  readonly #source: MapFileSource;
  readonly #onchange: () => void;
  readonly #theme = new MutationObserver(() => this.#drawAnew());
  #drawing: typeof Drawing | null = null;
  #tiles: MapFileTiles | null = null;
  #layer: L.GridLayer | null = null;
  #again: ReturnType<typeof setTimeout> | null = null;
  #tries = 0;
  #isWanted = false;
  #isAbove = true;
  #isGone = false;
  /** Since it was last put on the map. */
  #isDrawn = false;
  /** Undefined until it was answered. */
  file: DrawnMapFile | null | undefined = undefined;
  isFailing = false;

  constructor(map: L.Map, source: MapFileSource, onchange: () => void) {
    this.#map = map;
    this.#source = source;
    this.#onchange = onchange;
    this.#theme.observe(document.documentElement, { attributeFilter: ['data-theme', 'style'] });
    void this.#open();
  }

  /** The whole of what is seen lies in it. */
  get covers(): boolean {
    return this.#corners?.contains(this.#map.getBounds()) === true;
  }

  /** Something of what is seen lies in it. */
  get reaches(): boolean {
    return this.#corners?.intersects(this.#map.getBounds()) === true;
  }

  /** Something of what is seen was painted from it. */
  get shows(): boolean {
    return this.#isDrawn && this.reaches;
  }

  /** Null where it has nothing at this zoom. */
  get #corners(): L.LatLngBounds | null {
    if (!this.file || !this.#drawing) return null;
    if (this.#map.getZoom() < this.#drawing.firstZoomOf(this.file)) return null;
    return L.latLngBounds(this.#drawing.cornersOf(this.file));
  }

  use(isWanted: boolean, isAbove: boolean): void {
    if (isWanted === this.#isWanted && isAbove === this.#isAbove) return;
    this.#isWanted = isWanted;
    this.#isAbove = isAbove;
    this.#drawAnew();
  }

  remove(): void {
    this.#isGone = true;
    this.#theme.disconnect();
    if (this.#again) clearTimeout(this.#again);
  }

  async #open(): Promise<void> {
    try {
      const inUse = await this.#source.inUse(AbortSignal.timeout(waitMilliseconds));
      if (inUse) this.#drawing ??= await import('./street-layer.ts');
      if (this.#isGone) return;
      this.file = inUse;
      this.#tiles = inUse && new MapFileTiles(this.#source, inUse, (given) => this.#hear(given));
      this.isFailing = false;
      this.#drawAnew();
    } catch {
      if (this.#isGone) return;
      // Whether there is a file is not known: the map goes on without one until it is.
      this.file ??= null;
      this.#askAgain(() => this.#open());
    }
    this.#onchange();
  }

  #drawAnew(): void {
    this.#layer?.remove();
    this.#layer = null;
    this.#isDrawn = false;
    if (!this.#isWanted || !this.#drawing || !this.file || !this.#tiles) return;
    const place = this.#isAbove ? zIndex.above : zIndex.below;
    this.#layer = this.#drawing.streetLayer(this.file, this.#tiles, place).addTo(this.#map);
  }

  #hear(given: Given): void {
    if (this.#isGone) return;
    const [isFailing, isDrawn] = [this.isFailing, this.#isDrawn];
    if (given === 'given') {
      this.isFailing = false;
      this.#tries = 0;
      this.#isDrawn = true;
      // What failed was painted as if nothing were there.
      if (isFailing) this.#layer?.redraw();
    } else if (given === 'gone') {
      void this.#open();
      return;
    } else {
      this.isFailing = true;
      this.#askAgain(() => this.#tiles?.ask());
    }
    if (isFailing !== this.isFailing || isDrawn !== this.#isDrawn) this.#onchange();
  }

  #askAgain(ask: () => unknown): void {
    if (this.#again) return;
    const wait = againMilliseconds[Math.min(this.#tries, againMilliseconds.length - 1)];
    this.#tries += 1;
    this.#again = setTimeout(() => {
      this.#again = null;
      ask();
    }, wait);
  }
}
