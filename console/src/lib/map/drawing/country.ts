// The embedded country: its outline and the names of its places, which need nobody. It is drawn as far as it is true: simplified by some
// fifty metres, the neighbours' by two hundred, it would put a street on the wrong side of the water from close by.
import L from 'leaflet';
import outline from '@achterwacht/shared/geo/outline.json' with { type: 'json' };
import places from '@achterwacht/shared/places/places.json' with { type: 'json' };
import { escaped } from './marker-html.ts';

export const country: L.LatLngBoundsExpression = [
  [50.75, 3.36],
  [53.55, 7.23],
];
/** Beyond these an outline is off by more pixels than a border is wide. */
const lastTrueZoom = { own: 13, abroad: 11 } as const;
const stepsOfRank = { 1: 0, 2: 9, 3: 11 } as const;

type Place = [
  name: string,
  latitude: number,
  longitude: number,
  municipality: string,
  rank: 1 | 2 | 3,
];

export class Country {
  readonly #map: L.Map;
  readonly #labels = L.layerGroup();

  constructor(map: L.Map) {
    this.#map = map;
    // Under the tiles (200), of which it shows what they leave.
    map.createPane('country').style.zIndex = '150';
    for (const { country: code, rings } of outline.land)
      L.polygon(
        rings.map((ring) => [shapeOf(ring)]),
        { className: code === 'NLD' ? 'land' : 'abroad', interactive: false, pane: 'country' },
      ).addTo(map);
    this.#labels.addTo(map);
    map.on('moveend zoomend', () => this.#look());
  }

  #look(): void {
    const zoom = this.#map.getZoom();
    const { classList } = this.#map.getContainer();
    classList.toggle('without-neighbours', zoom > lastTrueZoom.abroad);
    classList.toggle('without-outline', zoom > lastTrueZoom.own);
    this.#drawLabels(zoom);
  }

  /** Names of places, more of them the closer one looks; hidden by CSS while the map brings its own. */
  #drawLabels(zoom: number): void {
    this.#labels.clearLayers();
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
