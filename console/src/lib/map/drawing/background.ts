// What lies under everything that a map shows: the embedded country with the names of its places, and our own server's tiles
// over it.
import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import './background.css';
import outline from '@achterwacht/shared/geo/outline.json' with { type: 'json' };
import places from '@achterwacht/shared/places/places.json' with { type: 'json' };
import type { tileLayer } from '@achterwacht/shared/routes/map-tiles.ts';
import type * as z from 'zod';
import { escaped } from './marker-html.ts';

export type TileLayer = z.infer<typeof tileLayer>;
export type TilesState = 'loaded' | 'failed';

export const country: L.LatLngBoundsExpression = [
  [50.75, 3.36],
  [53.55, 7.23],
];
const stepsOfRank = { 1: 0, 2: 9, 3: 11 } as const;

type Place = [
  name: string,
  latitude: number,
  longitude: number,
  municipality: string,
  rank: 1 | 2 | 3,
];

export function mapOn(element: HTMLElement, options: L.MapOptions = {}): L.Map {
  const map = L.map(element, {
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
    ...options,
  });
  L.control.scale({ imperial: false, position: 'bottomright' }).addTo(map);
  return map;
}

export class Background {
  readonly #map: L.Map;
  readonly #ontiles: (state: TilesState) => void;
  readonly #labels = L.layerGroup();
  #tiles: L.TileLayer | null = null;

  /** Before the map shows any place: whoever makes it says where it looks, and the names are drawn for that. */
  constructor(map: L.Map, ontiles: (state: TilesState) => void) {
    this.#map = map;
    this.#ontiles = ontiles;
    this.#drawOutline();
    map.on('moveend zoomend', () => this.#drawLabels());
  }

  useTiles(layer: TileLayer): void {
    this.#tiles?.remove();
    this.#tiles = L.tileLayer(`/api/map/tiles/${layer}/{z}/{x}/{y}`, {
      maxNativeZoom: 19,
      maxZoom: 19,
      className: `tiles-${layer}`,
    });
    this.#tiles.on('tileload', () => this.#ontiles('loaded'));
    this.#tiles.on('tileerror', () => this.#ontiles('failed'));
    this.#tiles.addTo(this.#map);
  }

  #drawOutline(): void {
    for (const { country: code, rings } of outline.land)
      L.polygon(
        rings.map((ring) => [shapeOf(ring)]),
        { className: code === 'NLD' ? 'land' : 'abroad', interactive: false, pane: 'tilePane' },
      ).addTo(this.#map);
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

/** Pairs of longitude and latitude behind one another, as Leaflet takes them. */
export function shapeOf(ring: readonly number[]): L.LatLngTuple[] {
  const points: L.LatLngTuple[] = [];
  for (let index = 0; index + 1 < ring.length; index += 2)
    points.push([ring[index + 1]!, ring[index]!]);
  return points;
}
