// A map on which somebody puts one place: the background, the outline of the municipality, the other places that are known,
// and the marker with rings around it, which tell how far things are where no streets can be had.
import type { Outline } from '@achterwacht/shared/geo/municipalities/outline.ts';
import type { Point } from '@achterwacht/shared/places/point-doubt.ts';
import L from 'leaflet';
import { Background } from './background.ts';
import { country, shapeOf } from './country/country.ts';
import type { Ground } from './ground.ts';
import { mapOn } from './map-on.ts';
import './place-map.css';
import { mark, Surroundings, type KnownPoint } from './surroundings.ts';

/** Close enough to tell one front door from the next. */
const doorZoom = 17;
/** Half the width of a kilometre in degrees of latitude. */
const halfKilometre = 0.0045;

export class PlaceMap {
  readonly #map: L.Map;
  readonly #background: Background;
  readonly #municipality = L.layerGroup();
  readonly #surroundings: Surroundings;
  readonly #marker = L.layerGroup();

  constructor(
    element: HTMLElement,
    happenings: { onput: (point: Point) => void; onground: (ground: Ground) => void },
  ) {
    // The keys move the marker.
    this.#map = mapOn(element, { keyboard: false });
    this.#background = new Background(
      this.#map,
      happenings.onground,
      () => this.#surroundings.taken,
    );
    this.#municipality.addTo(this.#map);
    this.#surroundings = new Surroundings(this.#map);
    this.#marker.addTo(this.#map);
    this.#map.fitBounds(country);
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
    this.#surroundings.showPlaces(others);
    this.#background.makeRoom();
  }

  showMarker(point: Point | null): void {
    this.#marker.clearLayers();
    this.#surroundings.showRings(point);
    this.#background.makeRoom();
    if (!point) return;
    const at: L.LatLngTuple = [point.latitude, point.longitude];
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
