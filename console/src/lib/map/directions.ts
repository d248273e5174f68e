// Where something lies as seen from somewhere: for the arrow at the map's edge and the list of positions.
import { metresBetween } from '@achterwacht/shared/geo/distance.ts';

type Point = { latitude: number; longitude: number };
export type Direction = { metres: number; degrees: number; arrow: string };

const arrows = ['↑', '↗', '→', '↘', '↓', '↙', '←', '↖'];

export function directionTo(from: Point, to: Point): Direction {
  const radians = Math.PI / 180;
  const east = (to.longitude - from.longitude) * Math.cos(from.latitude * radians);
  const north = to.latitude - from.latitude;
  const degrees = (Math.atan2(east, north) / radians + 360) % 360;
  return {
    metres: metresBetween(from.latitude, from.longitude, to.latitude, to.longitude),
    degrees,
    arrow: arrows[Math.round(degrees / 45) % 8]!,
  };
}

/** `80 m`, `1,2 km`, `34 km` */
export function distanceText(metres: number): string {
  if (metres < 1000) return `${Math.round(metres / 10) * 10} m`;
  const kilometres = metres / 1000;
  return kilometres < 10
    ? `${kilometres.toFixed(1).replace('.', ',')} km`
    : `${Math.round(kilometres)} km`;
}
