// A line around something, as pairs of longitude and latitude behind one another, with the box that it fits in.

export type Ring = { points: number[]; west: number; south: number; east: number; north: number };

export function boundedRing(points: number[]): Ring {
  const ring = { points, west: 180, south: 90, east: -180, north: -90 };
  for (let index = 0; index < points.length; index += 2) {
    const [longitude, latitude] = [points[index]!, points[index + 1]!];
    ring.west = Math.min(ring.west, longitude);
    ring.east = Math.max(ring.east, longitude);
    ring.south = Math.min(ring.south, latitude);
    ring.north = Math.max(ring.north, latitude);
  }
  return ring;
}

/** Even-odd rule, a ray to the east. */
export function isIn({ points, ...box }: Ring, latitude: number, longitude: number): boolean {
  if (latitude < box.south || latitude > box.north) return false;
  if (longitude < box.west || longitude > box.east) return false;
  let inside = false;
  for (let index = 0; index < points.length; index += 2) {
    const before = index === 0 ? points.length - 2 : index - 2;
    const [x, y] = [points[index]!, points[index + 1]!];
    const [fromX, fromY] = [points[before]!, points[before + 1]!];
    if (y > latitude === fromY > latitude) continue;
    if (longitude < ((fromX - x) * (latitude - y)) / (fromY - y) + x) inside = !inside;
  }
  return inside;
}
