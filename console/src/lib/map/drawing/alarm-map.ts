// The map of one alarm, for whoever looks at nothing else: where it is and how exactly, where it went, a known place, and the streets
// of the map file under them. It draws no country and asks no service of maps: without streets whoever shows it has a drawing of his
// own, and a telephone loads nothing that it cannot use.
import type { DrawnMapFile } from '@achterwacht/shared/routes/map-file.ts';
import L from 'leaflet';
import './desk-map.css';
import type { MapPosition } from './map-position.ts';
import { mapOn } from './map-on.ts';
import { markerHtml } from './marker-html.ts';
import { StreetsFromFile } from './streets/streets-from-file.ts';
import type { MapFileSource } from './streets/map-file-source.ts';
import { Surroundings, type KnownPoint } from './surroundings.ts';
import { TrailLayer } from './trail-layer.ts';
import type { Trail } from './trail.ts';

export type Streets = {
  file: DrawnMapFile | null;
  /** The file has something of what is seen. */
  reaches: boolean;
  /** Something of what is seen was painted. */
  isDrawn: boolean;
  isFailing: boolean;
};

/** Farther away nobody finds a street. */
const farthestZoom = 11;
/** Close enough to read one. */
const closeZoom = 16;
const toolsPixels = 56;
/** Where nobody said how exact it is. */
const usualMetres = 50;

export class AlarmMap {
  readonly #map: L.Map;
  readonly #streets: StreetsFromFile;
  readonly #surroundings: Surroundings;
  readonly #trail: TrailLayer;
  readonly #circle = L.circle([0, 0], { radius: 0, interactive: false });
  readonly #marker = L.marker([0, 0], { interactive: false, keyboard: false });
  readonly #resize = new ResizeObserver(() => this.#map.invalidateSize({ animate: false }));
  #bounds: L.LatLngBounds | null = null;
  #symbol = '';

  constructor(element: HTMLElement, source: MapFileSource, onstreets: (streets: Streets) => void) {
    // A finger that goes through the page would be caught by the map; two of them move it, and so do its buttons.
    this.#map = mapOn(element, {
      minZoom: farthestZoom,
      dragging: !matchMedia('(pointer: coarse)').matches,
      scrollWheelZoom: false,
    });
    const say = () => {
      const { file = null, reaches, shows, isFailing } = this.#streets;
      onstreets({ file, reaches, isDrawn: shows, isFailing });
    };
    this.#surroundings = new Surroundings(this.#map);
    this.#trail = new TrailLayer(this.#map);
    this.#streets = new StreetsFromFile(this.#map, source, say);
    this.#streets.use(true, true);
    this.#map.on('moveend zoomend', say);
    this.#resize.observe(element);
  }

  remove(): void {
    this.#resize.disconnect();
    this.#streets.remove();
    this.#map.remove();
  }

  /** The first time it looks there; later only when it went out of sight. */
  show(position: MapPosition, trail: Trail, places: readonly KnownPoint[]): void {
    const at: L.LatLngTuple = [position.latitude, position.longitude];
    const reach = position.accuracyMetres ?? usualMetres;
    const isFirst = this.#bounds === null;
    this.#bounds = L.latLng(at).toBounds(2 * reach);
    for (const { from } of trail.steps) this.#bounds.extend([from.latitude, from.longitude]);
    // What is put on a map wants to know where that looks.
    if (isFirst || !this.#map.getBounds().contains(at)) this.look();
    this.#draw(position, at);
    this.#trail.show(trail);
    this.#surroundings.showPlaces(places);
  }

  /** To all that is drawn, and not closer than a street can be read. */
  look(): void {
    if (!this.#bounds) return;
    // Beside the buttons, which lie on it at the right.
    this.#map.fitBounds(this.#bounds, {
      maxZoom: closeZoom,
      paddingBottomRight: [toolsPixels, 0],
      animate: false,
    });
  }

  zoom(by: 1 | -1): void {
    this.#map.setZoom(this.#map.getZoom() + by, { animate: false });
  }

  #draw(position: MapPosition, at: L.LatLngTuple): void {
    this.#circle
      .setLatLng(at)
      .setRadius(position.accuracyMetres ?? 0)
      .addTo(this.#map)
      .getElement()
      ?.setAttribute('class', `accuracy ${position.shape} ${position.freshness}`);
    const symbol = markerHtml(position);
    this.#marker.setLatLng(at);
    if (symbol !== this.#symbol)
      this.#marker.setIcon(
        L.divIcon({ className: 'position-icon', html: symbol, iconSize: [0, 0] }),
      );
    this.#symbol = symbol;
    this.#marker.addTo(this.#map);
  }
}
