// Draws a trail with Leaflet: thinner and lighter with age, its minutes and stops written beside it, under
// the symbols so that nothing hides where somebody is now.
import L from 'leaflet';
import type { Trail } from './trail.ts';

const widest = 5;
const thinnest = 2;
const strongest = 0.9;
const faintest = 0.35;

export class TrailLayer {
  readonly #group = L.layerGroup();
  #drawn = '';

  constructor(map: L.Map) {
    // Between the country (200) and the accuracy circles (400).
    map.createPane('trail').style.zIndex = '350';
    this.#group.addTo(map);
  }

  show(trail: Trail): void {
    // It is asked for every second and changes once a fix; what looks the same is left alone.
    const now = JSON.stringify([
      trail.steps.map(({ to, age }) => [to.at, fade(age)]),
      trail.labels,
    ]);
    if (now === this.#drawn) return;
    this.#drawn = now;
    this.#group.clearLayers();
    for (const { from, to, age } of trail.steps)
      L.polyline([at(from), at(to)], {
        className: 'trail',
        pane: 'trail',
        interactive: false,
        weight: widest - (widest - thinnest) * fade(age),
        opacity: strongest - (strongest - faintest) * fade(age),
      }).addTo(this.#group);
    for (const { point, text, stop } of trail.labels)
      L.marker(at(point), {
        pane: 'trail',
        interactive: false,
        keyboard: false,
        icon: L.divIcon({
          className: stop ? 'trail-mark stop' : 'trail-mark',
          html: `<span>${text}</span>`,
          iconSize: [0, 0],
        }),
      }).addTo(this.#group);
  }
}

const at = ({ latitude, longitude }: { latitude: number; longitude: number }): L.LatLngTuple => [
  latitude,
  longitude,
];

/** Age in tenths, so that a trail is drawn anew once a minute. */
const fade = (age: number) => Math.round(age * 10) / 10;
