// Circles that are there and are being undone, by the place that holds both ends of them. One that is gone
// fails the check until it is taken out here, and so does a new one anywhere else.
import type { Breach } from './import-breaches.ts';

export const knownCircles: readonly string[] = [];

/** @returns the breaches that nobody knows of, and the places where no circle is left. */
export function setKnownAside(
  breaches: readonly Breach[],
  known: readonly string[],
): { breaches: Breach[]; undone: string[] } {
  const holds = (place: string, { circle, from, to }: Breach) =>
    circle !== undefined && [from, to].every((path) => new RegExp(place).test(path));
  return {
    breaches: breaches.filter((breach) => !known.some((place) => holds(place, breach))),
    undone: known.filter((place) => !breaches.some((breach) => holds(place, breach))),
  };
}
