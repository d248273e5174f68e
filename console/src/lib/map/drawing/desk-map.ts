// Leaflet behind one class: nothing else in the console knows it. Draws the embedded country first, our
// own server's tiles over it, and the positions on top. It moves only when somebody asks it to.
import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import './desk-map.css';
import places from '@achterwacht/shared/places/places.json' with { type: 'json' };
import type { tileLayer } from '@achterwacht/shared/routes/map-tiles.ts';
import type * as z from 'zod';
import outline from '@achterwacht/shared/geo/outline.json' with { type: 'json' };
import type { MapPosition } from './map-position.ts';
import { escaped, markerHtml } from './marker-html.ts';
import { TrailLayer } from './trail-layer.ts';
import type { Trail } from './trail.ts';

export type TileLayer = z.infer<typeof tileLayer>;

type Happenings = {
  onselect: (id: string) => void;
  /** Somebody dragged or zoomed: following stops. */
  onmoved: () => void;
  onview: () => void;
  ontiles: (state: 'loaded' | 'failed') => void;
};

const country: L.LatLngBoundsExpression = [
  [50.75, 3.36],
  [53.55, 7.23],
];
/** Close enough to read a street, far enough to see the accuracy circle of a poor fix. */
const closeZoom = 15;
const stepsOfRank = { 1: 0, 2: 9, 3: 11 } as const;

type Place = [
  name: string,
  latitude: number,
  longitude: number,
  municipality: string,
  rank: 1 | 2 | 3,
];
type Drawn = { circle: L.Circle; marker: L.Marker; symbol: string; label: string };

export class DeskMap {
  readonly #map: L.Map;
  readonly #happenings: Happenings;
  readonly #drawn = new Map<string, Drawn>();
  readonly #labels = L.layerGroup();
  readonly #trail: TrailLayer;
  #tiles: L.TileLayer | null = null;
  #ownMove = false;

  constructor(element: HTMLElement, happenings: Happenings) {
    this.#happenings = happenings;
    this.#map = L.map(element, {
      zoomControl: false,
      attributionControl: false,
      // A map that glides is a map that hides where it was.
      zoomAnimation: false,
      fadeAnimation: false,
      markerZoomAnimation: false,
      inertia: false,
      minZoom: 6,
      maxZoom: 19,
      preferCanvas: false,
    });
    L.control.scale({ imperial: false, position: 'bottomright' }).addTo(this.#map);
    this.#drawOutline();
    this.#trail = new TrailLayer(this.#map);
    this.#move(() => this.#map.fitBounds(country));
    this.#map.on('moveend zoomend', () => {
      this.#drawLabels();
      this.#happenings.onview();
    });
    this.#map.on('dragstart zoomstart', () => {
      if (!this.#ownMove) this.#happenings.onmoved();
    });
    this.#drawLabels();
  }

  remove(): void {
    this.#map.remove();
  }

  resized(): void {
    this.#map.invalidateSize({ animate: false });
  }

  useTiles(layer: TileLayer): void {
    this.#tiles?.remove();
    this.#tiles = L.tileLayer(`/api/map/tiles/${layer}/{z}/{x}/{y}`, {
      maxNativeZoom: 19,
      maxZoom: 19,
      className: `tiles-${layer}`,
    });
    this.#tiles.on('tileload', () => this.#happenings.ontiles('loaded'));
    this.#tiles.on('tileerror', () => this.#happenings.ontiles('failed'));
    this.#tiles.addTo(this.#map);
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

  #drawOutline(): void {
    for (const { country: code, rings } of outline.land) {
      const shapes = rings.map((ring) => {
        const points: L.LatLngTuple[] = [];
        for (let index = 0; index + 1 < ring.length; index += 2)
          points.push([ring[index + 1]!, ring[index]!]);
        return points;
      });
      L.polygon(
        shapes.map((shape) => [shape]),
        { className: code === 'NLD' ? 'land' : 'abroad', interactive: false, pane: 'tilePane' },
      ).addTo(this.#map);
    }
    this.#labels.addTo(this.#map);
  }

  /** Names of places, more of them the closer one looks; hidden by CSS while tiles bring their own. */
  #drawLabels(): void {
    this.#labels.clearLayers();
    const zoom = this.#map.getZoom();
    const bounds = this.#map.getBounds();
    const taken: L.Bounds[] = [];
    // Bigger places come first in the list, so where names would overlap the smaller one gives way.
    for (const [name, latitude, longitude, , rank] of places.places as Place[]) {
      if (zoom < stepsOfRank[rank] || !bounds.contains([latitude, longitude])) continue;
      const centre = this.#map.latLngToLayerPoint([latitude, longitude]);
      const half = L.point(name.length * 4 + 6, 11);
      const box = L.bounds(centre.subtract(half), centre.add(half));
      if (taken.some((other) => other.intersects(box))) continue;
      taken.push(box);
      L.marker([latitude, longitude], {
        interactive: false,
        keyboard: false,
        icon: L.divIcon({ className: 'place-label', html: escaped(name), iconSize: [0, 0] }),
      }).addTo(this.#labels);
    }
  }
}

const icon = (html: string) =>
  L.divIcon({ className: 'position-icon', html, iconSize: [0, 0], iconAnchor: [0, 0] });
