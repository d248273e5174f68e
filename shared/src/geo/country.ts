// In which country a position lies, by the outline the map draws. The outline is simplified (50 m at the
// Dutch side) and has no enclaves, so whoever is near a border gets both answers.
import outline from './outline.json' with { type: 'json' };

export const countries = ['NL', 'BE', 'DE', 'FR', 'GB'] as const;
export type Country = (typeof countries)[number];

const codes: Record<string, Country> = { NLD: 'NL', BEL: 'BE', DEU: 'DE', FRA: 'FR', GBR: 'GB' };

type Ring = { points: number[]; west: number; south: number; east: number; north: number };
const land = outline.land
  .map(({ country, rings }) => ({ country: codes[country]!, rings: rings.map(boundedRing) }))
  // Where the simplified borders overlap the Netherlands come first: a Dutch centre, a Dutch police.
  .toSorted((a, b) => Number(b.country === 'NL') - Number(a.country === 'NL'));

function boundedRing(points: number[]): Ring {
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

/** The country whose land has the point; null at sea, on large water and outside the drawn region. */
export function countryAt(latitude: number, longitude: number): Country | null {
  const found = land.find(({ rings }) => rings.some((ring) => isIn(ring, latitude, longitude)));
  return found?.country ?? null;
}

/** Even-odd rule, a ray to the east. */
function isIn({ points, ...box }: Ring, latitude: number, longitude: number): boolean {
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

/** Eight points on a circle around a position: what lies within its doubt. */
export function pointsAround(
  latitude: number,
  longitude: number,
  metres: number,
): { latitude: number; longitude: number }[] {
  const degrees = metres / 111_195;
  return Array.from({ length: 8 }, (_, index) => {
    const angle = (index * Math.PI) / 4;
    return {
      latitude: latitude + degrees * Math.cos(angle),
      longitude: longitude + (degrees * Math.sin(angle)) / Math.cos((latitude * Math.PI) / 180),
    };
  });
}
