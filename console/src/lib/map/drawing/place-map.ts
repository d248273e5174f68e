// A map on which somebody puts one place: the background, the outline of the municipality, the other places that are known,
// and the marker with rings around it, which tell how far things are where no streets can be had.
import type { Outline } from '@achterwacht/shared/geo/municipalities/outline.ts';
import type { Point } from '@achterwacht/shared/places/point-doubt.ts';
import L from 'leaflet';
import { distanceText } from '../directions.ts';
import { Background, country, mapOn, shapeOf, type TilesState } from './background.ts';
import { escaped } from './marker-html.ts';
import './place-map.css';

export type KnownPoint = Point & { label: string };

/** Close enough to tell one front door from the next. */
const doorZoom = 17;
const ringMetres = [50, 100, 250, 500, 1_000, 2_500, 5_000] as const;
/** A smaller one would lie under the marker, and its words under those of the next. */
const smallestRingPixels = 32;
/** At the equator, of a map that is one tile. */
const metresOfPixel = 156_543;
/** Half the width of a kilometre in degrees of latitude. */
const halfKilometre = 0.0045;

export class PlaceMap {
  readonly #map: L.Map;
  readonly #municipality = L.layerGroup();
  readonly #others = L.layerGroup();
  readonly #marker = L.layerGroup();
  #point: Point | null = null;

  constructor(
    element: HTMLElement,
    happenings: { onput: (point: Point) => void; ontiles: (state: TilesState) => void },
  ) {
    // The keys move the marker.
    this.#map = mapOn(element, { keyboard: false });
    new Background(this.#map, happenings.ontiles).useTiles('grijs');
    this.#municipality.addTo(this.#map);
    this.#others.addTo(this.#map);
    this.#marker.addTo(this.#map);
    this.#map.fitBounds(country);
    this.#map.on('zoomend', () => this.showMarker(this.#point));
    this.#map.on('click', ({ latlng }) =>
      happenings.onput({ latitude: latlng.lat, longitude: latlng.lng }),
    );
  }

  remove(): void {
    this.#map.remove();
  }

  resized(): void {
    this.#map.invalidateSize({ animate: false });
  }

  showMunicipality(outline: Outline | null): void {
    this.#municipality.clearLayers();
    for (const { points } of outline ?? [])
      L.polygon([shapeOf(points)], {
        className: 'municipality',
        interactive: false,
        fill: false,
      }).addTo(this.#municipality);
  }

  showOthers(others: readonly KnownPoint[]): void {
    this.#others.clearLayers();
    for (const { label, latitude, longitude } of others)
      mark([latitude, longitude], 'known-place', label).addTo(this.#others);
  }

  showMarker(point: Point | null): void {
    this.#point = point;
    this.#marker.clearLayers();
    if (!point) return;
    const at: L.LatLngTuple = [point.latitude, point.longitude];
    const perPixel =
      (metresOfPixel * Math.cos((point.latitude * Math.PI) / 180)) / 2 ** this.#map.getZoom();
    for (const metres of ringMetres) {
      if (metres / perPixel < smallestRingPixels) continue;
      L.circle(at, {
        radius: metres,
        className: 'distance-ring',
        interactive: false,
        fill: false,
      }).addTo(this.#marker);
      const north: L.LatLngTuple = [point.latitude + metres / 111_195, point.longitude];
      mark(north, 'distance-words', distanceText(metres)).addTo(this.#marker);
    }
    mark(at, 'put-place', '').setZIndexOffset(1_000).addTo(this.#marker);
  }

  /** The point from nearby; without one the municipality, the other places, or at last the country. */
  look(point: Point | null, outline: Outline | null, others: readonly Point[]): void {
    const still = { animate: false };
    if (point) return void this.#map.setView([point.latitude, point.longitude], doorZoom, still);
    const corners: L.LatLngTuple[] = [
      ...(outline ?? []).flatMap(({ south, north, west, east }): L.LatLngTuple[] => [
        [south, west],
        [north, east],
      ]),
      ...others.flatMap(({ latitude, longitude }): L.LatLngTuple[] => [
        [latitude - halfKilometre, longitude - halfKilometre],
        [latitude + halfKilometre, longitude + halfKilometre],
      ]),
    ];
    this.#map.fitBounds(corners.length > 0 ? corners : country, still);
  }

  /** Goes there only when it is out of sight. */
  keepInSight({ latitude, longitude }: Point): void {
    if (!this.#map.getBounds().contains([latitude, longitude]))
      this.#map.panTo([latitude, longitude], { animate: false });
  }

  zoom(by: 1 | -1): void {
    this.#map.setZoom(this.#map.getZoom() + by, { animate: false });
  }

  get centre(): Point {
    const { lat, lng } = this.#map.getCenter();
    return { latitude: lat, longitude: lng };
  }
}

const mark = (at: L.LatLngTuple, className: string, words: string) =>
  L.marker(at, {
    interactive: false,
    keyboard: false,
    icon: L.divIcon({ className, html: `<span>${escaped(words)}</span>`, iconSize: [0, 0] }),
  });
