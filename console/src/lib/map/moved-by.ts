// A point so many metres farther on.
import type { Point } from '@achterwacht/shared/places/point-doubt.ts';

const metresOfDegree = 111_195;

/** @returns to about a decimetre: finer than anybody can point. */
export function movedBy({ latitude, longitude }: Point, north: number, east: number): Point {
  const width = metresOfDegree * Math.cos((latitude * Math.PI) / 180);
  return rounded({
    latitude: latitude + north / metresOfDegree,
    longitude: longitude + east / width,
  });
}

export const rounded = ({ latitude, longitude }: Point): Point => ({
  latitude: Number(latitude.toFixed(6)),
  longitude: Number(longitude.toFixed(6)),
});
