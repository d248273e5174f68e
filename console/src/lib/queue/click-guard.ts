// New alarms move the cards below them, just when a hand comes down. A click where another card stood a moment ago was
// meant for that one, so it does nothing. A card that stands where it stood can be clicked, however much moves around
// it: in a crowd something moves all the time.
import { guardMilliseconds } from '../claiming/just-taken.ts';

/** Where a card stands, in pixels from the top of the window. */
export type Place = { id: string; top: number; bottom: number };

/** What was before somebody's eyes, until something else was painted in its place. */
type Seen = { places: readonly Place[]; until: number };

/** All times by the clock of events, in milliseconds: a page that is busy learns of a click long after it. */
export class ClickGuard {
  #seen: Seen[] = [];

  /** To be told what stood where as something else is put into the page; what lies over another comes first. */
  replaced(places: readonly Place[]): void {
    this.#seen.push({ places, until: Number.POSITIVE_INFINITY });
  }

  /** To be told once that is painted: whoever looks has not seen it move before. */
  painted(at: number): void {
    this.#seen = this.#seen
      .map(({ places, until }) => ({ places, until: Math.min(until, at) }))
      .filter(({ until }) => at - until <= guardMilliseconds);
  }

  /** Whether a click at this height and moment was meant for this card. */
  allows(id: string, y: number, at: number): boolean {
    return this.#seen.every(({ places, until }) => {
      if (at - until > guardMilliseconds) return true;
      const stood = places.find(({ top, bottom }) => top <= y && y < bottom);
      return !stood || stood.id === id;
    });
  }
}
