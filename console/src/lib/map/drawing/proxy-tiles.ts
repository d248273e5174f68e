// Tiles of a service of maps, through our own server, which keeps them.
import L from 'leaflet';
import type { TileLayer } from './ground.ts';

export class ProxyTiles {
  readonly #map: L.Map;
  readonly #onchange: () => void;
  #tiles: L.TileLayer | null = null;
  layer: TileLayer | null = null;
  hasLoaded = false;
  isFailing = false;
  /** Of the tile in the middle. */
  fetchedAt: string | null = null;

  constructor(map: L.Map, onchange: () => void) {
    this.#map = map;
    this.#onchange = onchange;
  }

  use(layer: TileLayer | null): void {
    if (layer === this.layer) return;
    this.#tiles?.remove();
    this.layer = layer;
    this.hasLoaded = false;
    this.isFailing = false;
    this.fetchedAt = null;
    this.#tiles = layer && this.#draw(layer);
  }

  remove(): void {
    this.use(null);
  }

  #draw(layer: TileLayer): L.TileLayer {
    const tiles = L.tileLayer(`/api/map/tiles/${layer}/{z}/{x}/{y}`, {
      maxNativeZoom: 19,
      maxZoom: 19,
      zIndex: 2,
      className: `tiles-${layer}`,
    });
    // Counted for what is seen: tiles of elsewhere, had before the service went, are none of here.
    let [came, failed] = [0, 0];
    tiles.on('loading', () => ([came, failed] = [0, 0]));
    tiles.on('tileload', () => {
      came += 1;
      this.#now(tiles, true, false);
    });
    tiles.on('tileerror', () => {
      failed += 1;
      if (came === 0) this.#now(tiles, this.hasLoaded, true);
    });
    tiles.on('load', () => {
      if (failed > 0 && came === 0) this.#now(tiles, false, true);
      else void this.#readAge(tiles);
    });
    return tiles.addTo(this.#map);
  }

  /** Of the layer that is shown: what another one still hears is not said of it. */
  #now(of: L.TileLayer, hasLoaded: boolean, isFailing: boolean): void {
    if (of !== this.#tiles) return;
    if (hasLoaded === this.hasLoaded && isFailing === this.isFailing) return;
    this.hasLoaded = hasLoaded;
    this.isFailing = isFailing;
    this.#onchange();
  }

  /** Asked once more, and answered by the browser, which has it: an image does not say when it was fetched. */
  async #readAge(tiles: L.TileLayer): Promise<void> {
    const middle = this.#map.getSize().divideBy(2);
    const image = this.#map
      .getContainer()
      .querySelectorAll<HTMLImageElement>(`.tiles-${this.layer} img.leaflet-tile-loaded`);
    const { left, top } = this.#map.getContainer().getBoundingClientRect();
    const central = [...image].find((one) => {
      const box = one.getBoundingClientRect();
      const [x, y] = [middle.x + left, middle.y + top];
      return box.left <= x && x < box.right && box.top <= y && y < box.bottom;
    });
    if (!central) return;
    const answer = await fetch(central.src, { cache: 'force-cache' }).catch(() => null);
    if (tiles !== this.#tiles || !answer?.ok) return;
    const at = Date.parse(answer.headers.get('last-modified') ?? '');
    this.fetchedAt = Number.isNaN(at) ? null : new Date(at).toISOString();
    this.#onchange();
  }
}
