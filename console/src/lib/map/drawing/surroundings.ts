// What tells how far things are where no streets can be had: rings of round metres around a point, and the places that are known. Both
// are true at every zoom, which an outline is not.
import L from 'leaflet';
import { distanceText } from '../directions.ts';
import './surroundings.css';
import { escaped } from './marker-html.ts';
import { textScale, type Taken } from './room.ts';

type Point = { latitude: number; longitude: number };
export type KnownPoint = Point & { label: string };

const ringMetres = [50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000] as const;
/** A smaller one would lie under the marker, and its words under those of the next. */
const smallestRingPixels = 32;
const metresOfADegree = 111_195;
/** As `surroundings.css` has them. */
const mostPlacePixels = 200;
const linePixels = 24;
const letterPixels = 8;
const widthOf = (words: string) => words.length * letterPixels * textScale();

export class Surroundings {
  readonly #map: L.Map;
  readonly #rings = L.layerGroup();
  readonly #places = L.layerGroup();
  #centre: Point | null = null;
  #takenByRings: Taken[] = [];
  #takenByPlaces: Taken[] = [];

  constructor(map: L.Map) {
    this.#map = map;
    this.#rings.addTo(map);
    this.#places.addTo(map);
    map.on('zoomend', () => this.#drawRings());
  }

  get taken(): Taken[] {
    return [...this.#takenByRings, ...this.#takenByPlaces];
  }

  showRings(centre: Point | null): void {
    const isSame =
      centre?.latitude === this.#centre?.latitude && centre?.longitude === this.#centre?.longitude;
    if (isSame) return;
    this.#centre = centre;
    this.#drawRings();
  }

  showPlaces(places: readonly KnownPoint[]): void {
    this.#places.clearLayers();
    this.#takenByPlaces = places.map(({ label, latitude, longitude }) => {
      const right = 8 + Math.min(mostPlacePixels, widthOf(label) + 10);
      return { latitude, longitude, room: { left: -8, top: -8, right, bottom: 8 + linePixels } };
    });
    for (const { label, latitude, longitude } of places)
      mark([latitude, longitude], 'known-place', label).addTo(this.#places);
  }

  #drawRings(): void {
    this.#rings.clearLayers();
    this.#takenByRings = [];
    if (!this.#centre) return;
    const { latitude, longitude } = this.#centre;
    for (const metres of ringMetres) {
      const north: L.LatLngTuple = [latitude + metres / metresOfADegree, longitude];
      if (this.#pixelsTo(north) < smallestRingPixels) continue;
      L.circle([latitude, longitude], {
        radius: metres,
        className: 'distance-ring',
        interactive: false,
        fill: false,
      }).addTo(this.#rings);
      const words = distanceText(metres);
      mark(north, 'distance-words', words).addTo(this.#rings);
      const [half, high] = [widthOf(words) / 2, linePixels / 2];
      const room = { left: -half, top: -high, right: half, bottom: high };
      this.#takenByRings.push({ latitude: north[0], longitude, room });
    }
  }

  #pixelsTo(north: L.LatLngTuple): number {
    const from = this.#map.latLngToLayerPoint([this.#centre!.latitude, this.#centre!.longitude]);
    return from.distanceTo(this.#map.latLngToLayerPoint(north));
  }
}

export const mark = (at: L.LatLngTuple, className: string, words: string) =>
  L.marker(at, {
    interactive: false,
    keyboard: false,
    icon: L.divIcon({ className, html: `<span>${escaped(words)}</span>`, iconSize: [0, 0] }),
  });
