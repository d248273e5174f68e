// Leaflet behind one class: nothing of a desk knows it. Draws the background, and the positions on top. It moves only when
// somebody asks it to.
import L from 'leaflet';
import './desk-map.css';
import { Background } from './background.ts';
import { country } from './country.ts';
import type { Ground, Layer } from './ground.ts';
import type { MapPosition } from './map-position.ts';
import { mapOn } from './map-on.ts';
import { markerHtml } from './marker-html.ts';
import { Surroundings, type KnownPoint } from './surroundings.ts';
import { TrailLayer } from './trail-layer.ts';
import type { Trail } from './trail.ts';

type Happenings = {
  onselect: (id: string) => void;
  /** Somebody dragged or zoomed: following stops. */
  onmoved: () => void;
  onview: () => void;
  onground: (ground: Ground) => void;
};

/** Close enough to read a street, far enough to see the accuracy circle of a poor fix. */
const closeZoom = 15;

type Drawn = { circle: L.Circle; marker: L.Marker; symbol: string; label: string };

export class DeskMap {
  readonly #map: L.Map;
  readonly #happenings: Happenings;
  readonly #drawn = new Map<string, Drawn>();
  readonly #background: Background;
  readonly #surroundings: Surroundings;
  readonly #trail: TrailLayer;
  #ownMove = false;

  constructor(element: HTMLElement, happenings: Happenings) {
    this.#happenings = happenings;
    this.#map = mapOn(element);
    this.#background = new Background(this.#map, happenings.onground);
    this.#surroundings = new Surroundings(this.#map);
    this.#trail = new TrailLayer(this.#map);
    this.#move(() => this.#map.fitBounds(country));
    this.#map.on('moveend zoomend', () => this.#happenings.onview());
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

  show(positions: readonly MapPosition[]): void {
    const ids = new Set(positions.map((position) => position.id));
    for (const [id, drawn] of this.#drawn) {
      if (ids.has(id)) continue;
      drawn.circle.remove();
      drawn.marker.remove();
      this.#drawn.delete(id);
    }
    for (const position of positions) this.#draw(position);
  }

  /** Around whom distances are told, and the places of his that are known. */
  showSurroundings(
    centre: { latitude: number; longitude: number } | null,
    places: readonly KnownPoint[],
  ): void {
    this.#surroundings.showRings(centre);
    this.#surroundings.showPlaces(places);
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

  zoom(by: 1 | -1): void {
    this.#map.setZoom(this.#map.getZoom() + by, { animate: false });
  }

  sees(latitude: number, longitude: number): boolean {
    return this.#map.getBounds().contains([latitude, longitude]);
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

  #draw(position: MapPosition): void {
    const at: L.LatLngTuple = [position.latitude, position.longitude];
    const { label } = position;
    const symbol = markerHtml({ ...position, label: '' });
    const known = this.#drawn.get(position.id);
    const circleClass = `accuracy ${position.shape} ${position.freshness}`;
    if (known) {
      known.circle.setLatLng(at);
      known.circle.setRadius(position.accuracyMetres ?? 0);
      known.circle.getElement()?.setAttribute('class', `leaflet-interactive ${circleClass}`);
      known.marker.setLatLng(at);
      if (symbol !== known.symbol) {
        known.marker.setIcon(icon(markerHtml(position)));
      } else if (label !== known.label) {
        // Its age counts on every second: drawn anew for that, it would lose the click that is half made.
        const text = known.marker.getElement()?.querySelector('.label');
        if (text) text.textContent = label;
      }
      known.symbol = symbol;
      known.label = label;
      known.marker.setZIndexOffset(position.selected ? 1000 : 0);
      return;
    }
    const circle = L.circle(at, {
      radius: position.accuracyMetres ?? 0,
      className: circleClass,
      interactive: false,
    }).addTo(this.#map);
    // Chosen by pointer here; by key from the list of positions, which says the same.
    const marker = L.marker(at, { icon: icon(markerHtml(position)), keyboard: false }).addTo(
      this.#map,
    );
    marker.on('click', () => this.#happenings.onselect(position.id));
    this.#drawn.set(position.id, { circle, marker, symbol, label });
  }
}

const icon = (html: string) =>
  L.divIcon({ className: 'position-icon', html, iconSize: [0, 0], iconAnchor: [0, 0] });
