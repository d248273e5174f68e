// Which positions the list beside the map has: all of them, or of more than anybody reads those nearest to its middle.
import type { Placed } from './arrange.ts';

export const mostListed = 50;

type Point = { latitude: number; longitude: number };

/** In the order they came where all fit, else the nearest first. */
export function nearest(placed: readonly Placed[], centre: Point | null): readonly Placed[] {
  if (placed.length <= mostListed) return placed;
  if (!centre) return placed.slice(0, mostListed);
  const flat = Math.cos((centre.latitude * Math.PI) / 180);
  return placed
    .map((place) => {
      const north = place.fix.latitude - centre.latitude;
      const east = (place.fix.longitude - centre.longitude) * flat;
      return { place, far: north * north + east * east };
    })
    .toSorted((one, other) => one.far - other.far)
    .slice(0, mostListed)
    .map(({ place }) => place);
}
