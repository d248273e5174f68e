// The embedded country: its land and the names of its places, which need nobody.
import L from 'leaflet';
import { textScale, type Taken } from '../room.ts';
import { mark } from '../surroundings.ts';
import { windowOf } from '../window-of.ts';
import { abroad, isOutlined, landOf } from './land.ts';
import { placeNamesIn, type Place } from './place-names.ts';

export const country: L.LatLngBoundsExpression = [
  [50.75, 3.36],
  [53.55, 7.23],
];

export class Country {
  readonly #map: L.Map;
  readonly #shore = landLike('shore');
  readonly #land = landLike('land');
  #drawn = '';
  readonly #labels = new Map<Place, L.Marker>();
  readonly #taken: () => readonly Taken[];
  #takenBefore = '';

  /** @param taken What stands on the map, to which a name gives way. */
  constructor(map: L.Map, taken: () => readonly Taken[]) {
    this.#map = map;
    this.#taken = taken;
    // Under the tiles (200), of which it shows what they leave.
    map.createPane('country').style.zIndex = '150';
    landLike('abroad')
      .setLatLngs(abroad.map((line) => [shapeOf(line)]))
      .addTo(map);
    this.#shore.addTo(map);
    this.#land.addTo(map);
    map.on('moveend', () => this.#look());
  }

  makeRoom(): void {
    if (JSON.stringify(this.#taken()) !== this.#takenBefore) this.#drawLabels();
  }

  #look(): void {
    const zoom = this.#map.getZoom();
    this.#map.getContainer().classList.toggle('without-outline', !isOutlined(zoom));
    this.#drawLand(zoom);
    this.#drawLabels();
  }

  #drawLand(zoom: number): void {
    const { key, lines } = landOf(zoom, windowOf(this.#map, 0.2));
    if (key === this.#drawn) return;
    this.#drawn = key;
    const shapes = lines.map((line) => [shapeOf(line)]);
    // The land has a wide edge of its own colour, which covers the cracks between municipalities; below it a wider one is its shore.
    this.#shore.setLatLngs(shapes);
    this.#land.setLatLngs(shapes);
  }

  /** Names of places, more of them the closer one looks; hidden by CSS while the map brings its own. */
  #drawLabels(): void {
    const taken = this.#taken();
    this.#takenBefore = JSON.stringify(taken);
    const wanted = placeNamesIn(windowOf(this.#map), taken, textScale());
    for (const [place, label] of this.#labels) {
      if (wanted.has(place)) continue;
      label.remove();
      this.#labels.delete(place);
    }
    for (const place of wanted)
      if (!this.#labels.has(place)) this.#labels.set(place, labelOf(place).addTo(this.#map));
  }
}

const landLike = (className: string) =>
  L.polygon([], { className, interactive: false, pane: 'country', fillRule: 'nonzero' });

const labelOf = ([name, latitude, longitude]: Place) =>
  mark([latitude, longitude], 'place-label', name);

/** Pairs of longitude and latitude behind one another, as Leaflet takes them. */
export function shapeOf(ring: readonly number[]): L.LatLngTuple[] {
  const points: L.LatLngTuple[] = [];
  for (let index = 0; index + 1 < ring.length; index += 2)
    points.push([ring[index + 1]!, ring[index]!]);
  return points;
}
