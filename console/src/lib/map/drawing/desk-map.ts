// Leaflet behind one class: nothing of a desk knows it. Draws the background, and on top what of the positions lies in its window.
// It moves only when somebody asks it to.
import L from 'leaflet';
import './desk-map.css';
import { Background } from './background.ts';
import { country } from './country/country.ts';
import type { Ground, Layer } from './ground.ts';
import type { Box, MapWindow } from '../objects/arrange.ts';
import { mapOn } from './map-on.ts';
import { Surroundings, type KnownPoint } from './surroundings.ts';
import type { MapSymbol } from './symbols/map-symbol.ts';
import { SymbolLayer } from './symbols/symbol-layer.ts';
import { TrailLayer } from './trail-layer.ts';
import type { Trail } from './trail.ts';
import { windowOf } from './window-of.ts';

type Happenings = {
  /** A symbol was clicked. */
  onchoose: (id: string) => void;
  /** Somebody dragged or zoomed: following stops. */
  onmoved: () => void;
  /** Its window is another, or what is shown has come to the edge of it. */
  onview: () => void;
  onground: (ground: Ground) => void;
};

/** Close enough to read a street, far enough to see the accuracy circle of a poor fix. */
const closeZoom = 15;
/** How much of what is shown its window has more, at each side. */
const margin = 0.25;

export class DeskMap {
  readonly #map: L.Map;
  readonly #happenings: Happenings;
  readonly #background: Background;
  readonly #surroundings: Surroundings;
  readonly #symbols: SymbolLayer;
  readonly #trail: TrailLayer;
  #window: MapWindow;
  #ownMove = false;

  constructor(element: HTMLElement, happenings: Happenings) {
    this.#happenings = happenings;
    this.#map = mapOn(element);
    this.#background = new Background(this.#map, happenings.onground, () => [
      ...this.#symbols.taken,
      ...this.#surroundings.taken,
    ]);
    this.#surroundings = new Surroundings(this.#map);
    this.#trail = new TrailLayer(this.#map);
    this.#symbols = new SymbolLayer(this.#map, happenings.onchoose);
    this.#move(() => this.#map.fitBounds(country));
    this.#window = windowOf(this.#map, margin);
    this.#map.on('moveend', () => this.#look());
    this.#map.on('move', () => {
      if (!isInside(windowOf(this.#map), this.#window)) this.#look();
    });
    this.#map.on('dragstart zoomstart', () => {
      if (!this.#ownMove) this.#happenings.onmoved();
    });
  }

  remove(): void {
    this.#map.remove();
  }

  resized(): void {
    this.#map.invalidateSize({ animate: false });
  }

  use(layer: Layer | null): void {
    this.#background.use(layer);
  }

  show(symbols: readonly MapSymbol[]): void {
    this.#symbols.show(symbols);
    this.#background.makeRoom();
  }

  /** Around whom distances are told, and the places of his that are known. */
  showSurroundings(
    centre: { latitude: number; longitude: number } | null,
    places: readonly KnownPoint[],
  ): void {
    this.#surroundings.showRings(centre);
    this.#surroundings.showPlaces(places);
    this.#background.makeRoom();
  }

  showTrail(trail: Trail): void {
    this.#trail.show(trail);
  }

  /** Because a person asked for it: selected another alarm, pressed F, chose from the list. */
  goTo(latitude: number, longitude: number): void {
    this.#move(() =>
      this.#map.setView([latitude, longitude], Math.max(this.#map.getZoom(), closeZoom), {
        animate: false,
      }),
    );
  }

  /** Goes there only when it is out of sight. */
  keepInSight(latitude: number, longitude: number): void {
    if (!this.sees(latitude, longitude)) this.goTo(latitude, longitude);
  }

  /** Because a person asked what lies within it, which is closer than he looks now. */
  open({ west, south, east, north }: Box): void {
    const bounds = L.latLngBounds([south, west], [north, east]);
    const fitting = this.#map.getBoundsZoom(bounds.pad(margin));
    const zoom = Math.max(fitting, this.#map.getZoom() + 1);
    this.#map.setView(bounds.getCenter(), zoom, { animate: false });
  }

  zoom(by: 1 | -1): void {
    this.#map.setZoom(this.#map.getZoom() + by, { animate: false });
  }

  sees(latitude: number, longitude: number): boolean {
    return this.#map.getBounds().contains([latitude, longitude]);
  }

  get window(): MapWindow {
    return this.#window;
  }

  get centre(): { latitude: number; longitude: number } {
    const { lat, lng } = this.#map.getCenter();
    return { latitude: lat, longitude: lng };
  }

  #move(move: () => void): void {
    this.#ownMove = true;
    move();
    this.#ownMove = false;
  }

  #look(): void {
    this.#window = windowOf(this.#map, margin);
    this.#happenings.onview();
  }
}

const isInside = (inner: Box, outer: Box) =>
  outer.west <= inner.west &&
  inner.east <= outer.east &&
  outer.south <= inner.south &&
  inner.north <= outer.north;
