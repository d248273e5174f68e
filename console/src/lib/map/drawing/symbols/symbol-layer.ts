// The symbols on a map, by Leaflet. Each is touched only where it is another than before: a click that is half made is lost on what
// is drawn anew, and a thousand that are set to what they are take a frame each second.
import L from 'leaflet';
import { textScale, type Taken } from '../room.ts';
import { changesOf, type Change, type MapSymbol } from './map-symbol.ts';
import { takenBy } from './words-room.ts';

type Drawn = { circle: L.Circle | null; marker: L.Marker };

export class SymbolLayer {
  readonly #map: L.Map;
  readonly #onchoose: (id: string) => void;
  readonly #symbols = new Map<string, MapSymbol>();
  readonly #drawn = new Map<string, Drawn>();

  constructor(map: L.Map, onchoose: (id: string) => void) {
    this.#map = map;
    this.#onchoose = onchoose;
  }

  show(wanted: readonly MapSymbol[]): void {
    const { gone, come, changed } = changesOf(this.#symbols, wanted);
    for (const id of gone) this.#remove(id);
    for (const symbol of come) this.#add(symbol);
    for (const change of changed) this.#change(change);
  }

  get taken(): Taken[] {
    return takenBy([...this.#symbols.values()], textScale());
  }

  #remove(id: string): void {
    const drawn = this.#drawn.get(id);
    drawn?.circle?.remove();
    drawn?.marker.remove();
    this.#drawn.delete(id);
    this.#symbols.delete(id);
  }

  #add(symbol: MapSymbol): void {
    const circle =
      symbol.circle &&
      L.circle(at(symbol), {
        radius: symbol.circle.metres,
        className: symbol.circle.className,
        interactive: false,
      }).addTo(this.#map);
    // Chosen by pointer here; by key from the list of positions, which says the same.
    const marker = L.marker(at(symbol), {
      icon: icon(symbol),
      keyboard: false,
      zIndexOffset: heightOf(symbol),
    }).addTo(this.#map);
    marker.on('click', () => this.#onchoose(symbol.id));
    this.#symbols.set(symbol.id, symbol);
    this.#drawn.set(symbol.id, { circle, marker });
  }

  #change({ symbol, place, circle, look, words, height }: Change): void {
    const drawn = this.#drawn.get(symbol.id)!; // with its symbol, always
    if (place) {
      drawn.circle?.setLatLng(at(symbol));
      drawn.marker.setLatLng(at(symbol));
    }
    if (circle && symbol.circle) {
      drawn.circle?.setRadius(symbol.circle.metres);
      drawn.circle?.getElement()?.setAttribute('class', symbol.circle.className);
    }
    if (look) drawn.marker.setIcon(icon(symbol));
    else if (words) {
      const text = drawn.marker.getElement()?.querySelector('.label');
      if (text) text.textContent = symbol.words;
    }
    if (height) drawn.marker.setZIndexOffset(heightOf(symbol));
    this.#symbols.set(symbol.id, symbol);
  }
}

const at = ({ latitude, longitude }: MapSymbol): L.LatLngTuple => [latitude, longitude];
/** Leaflet adds it to how far down something stands, which is less than a screen. */
const heightOf = ({ rank }: MapSymbol) => rank * 10_000;
const icon = (symbol: MapSymbol) =>
  L.divIcon({
    className: 'position-icon',
    html: symbol.html(symbol.words),
    iconSize: [0, 0],
    iconAnchor: [0, 0],
  });
