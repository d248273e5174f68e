// Which place of the holder's file a position may be at. What was measured stays where somebody is; a known
// place is a guess beside it, made only where the fix itself cannot tell the two apart.
import * as z from 'zod';
import { metresBetween } from '../geo/distance.ts';
import type { Position } from '../signals.ts';

/** A place of the holder's file: home, office, polling station. */
export type KnownPlace = {
  label: string;
  address: string;
  floor: string | null;
  latitude: number;
  longitude: number;
};

/** A known place that the fix covers, and how far from the fix its point is. */
export const possiblePlace = z.object({
  label: z.string(),
  address: z.string(),
  floor: z.string().nullable(),
  metres: z.int().nonnegative(),
});
export type PossiblePlace = z.infer<typeof possiblePlace>;

/** Of a fix that states no accuracy. */
const usualAccuracyMetres = 50;
/** A worse fix covers whole streets: each address in it would be as good a guess. */
export const worstAccuracyMetres = 150;

type Fix = Pick<Position, 'latitude' | 'longitude' | 'accuracyMetres'>;

/** The nearest known place within what the fix may be off; null where it covers none. */
export function possiblePlaceAt(
  known: readonly KnownPlace[],
  { latitude, longitude, accuracyMetres }: Fix,
): PossiblePlace | null {
  const reach = accuracyMetres ?? usualAccuracyMetres;
  if (reach > worstAccuracyMetres) return null;
  const covered = known
    .map((place) => ({
      place,
      metres: metresBetween(latitude, longitude, place.latitude, place.longitude),
    }))
    .filter(({ metres }) => metres <= reach)
    .toSorted((a, b) => a.metres - b.metres)[0];
  if (!covered) return null;
  const { label, address, floor } = covered.place;
  return { label, address, floor, metres: Math.round(covered.metres) };
}

/** `mogelijk Thuis, Bergerstraat 60, appartement 12, 38 m verderop`; a floor that the address has is said once. */
export function possibleWords({ label, address, floor, metres }: PossiblePlace): string {
  const says = (words: string) =>
    `${label}, ${address}`.toLowerCase().includes(words.toLowerCase());
  const away = metres === 0 ? null : `${metres} m verderop`;
  const parts = [label, address, floor && !says(floor) ? floor : null, away];
  return `mogelijk ${parts.filter(Boolean).join(', ')}`;
}
