// The trail as a drawing without a map: where it went and where it is now, north up. A background map would
// have to come from somewhere, and weighs more than the whole page.
import { metresBetween } from '@achterwacht/shared/geo/distance.ts';

type Point = { latitude: number; longitude: number };
export type Sketch = { path: string; x: number; y: number; radius: number; metres: number };

/** The drawing's side in its own units. */
export const sketchSize = 200;
const margin = 20;
/** Somebody who stands still is not drawn as somebody who runs. */
const leastMetres = 100;

export function sketchOf(
  trail: readonly Point[],
  now: Point,
  accuracyMetres: number | null,
): Sketch {
  const points = [...trail, now];
  const metresNorth = (point: Point) =>
    metresBetween(now.latitude, now.longitude, point.latitude, now.longitude) *
    Math.sign(point.latitude - now.latitude);
  const metresEast = (point: Point) =>
    metresBetween(now.latitude, now.longitude, now.latitude, point.longitude) *
    Math.sign(point.longitude - now.longitude);
  const flat = points.map((point) => ({ east: metresEast(point), north: metresNorth(point) }));
  // All that it may be off is in the drawing: a dot alone looks exact.
  const doubt = accuracyMetres ?? 0;
  const east = [-doubt, doubt, ...flat.map((point) => point.east)];
  const north = [-doubt, doubt, ...flat.map((point) => point.north)];
  const span = Math.max(
    leastMetres,
    Math.max(...east) - Math.min(...east),
    Math.max(...north) - Math.min(...north),
  );
  const scale = (sketchSize - 2 * margin) / span;
  const middleEast = (Math.max(...east) + Math.min(...east)) / 2;
  const middleNorth = (Math.max(...north) + Math.min(...north)) / 2;
  const place = (point: { east: number; north: number }) => ({
    x: round(sketchSize / 2 + (point.east - middleEast) * scale),
    y: round(sketchSize / 2 - (point.north - middleNorth) * scale),
  });
  const { x, y } = place({ east: 0, north: 0 });
  return {
    path: flat.map((point) => `${place(point).x},${place(point).y}`).join(' '),
    x,
    y,
    radius: Math.max(6, round(doubt * scale)),
    metres: Math.round(sketchSize / scale),
  };
}

const round = (value: number) => Math.round(value * 10) / 10;
