// In which country a position lies, by the outline the map draws. The outline is simplified (50 m at the
// Dutch side) and has no enclaves, so whoever is near a border gets both answers.
import outline from './outline.json' with { type: 'json' };
import { boundedRing, isIn } from './ring.ts';

export const countries = ['NL', 'BE', 'DE', 'FR', 'GB'] as const;
export type Country = (typeof countries)[number];

const codes: Record<string, Country> = { NLD: 'NL', BEL: 'BE', DEU: 'DE', FRA: 'FR', GBR: 'GB' };

const land = outline.land
  .map(({ country, rings }) => ({ country: codes[country]!, rings: rings.map(boundedRing) }))
  // Where the simplified borders overlap the Netherlands come first: a Dutch centre, a Dutch police.
  .toSorted((a, b) => Number(b.country === 'NL') - Number(a.country === 'NL'));

/** The country whose land has the point; null at sea, on large water and outside the drawn region. */
export function countryAt(latitude: number, longitude: number): Country | null {
  const found = land.find(({ rings }) => rings.some((ring) => isIn(ring, latitude, longitude)));
  return found?.country ?? null;
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
