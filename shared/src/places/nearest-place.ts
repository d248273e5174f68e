// The Dutch place nearest to a position, without asking anybody: an address server would learn where
// a threatened person is, and an alarm must have a place to say aloud when that server is away.
// It is a guess from the position and marked as one wherever it is shown.
import { metresBetween } from '../geo/distance.ts';
import places from './places.json' with { type: 'json' };

export type NearestPlace = {
  name: string;
  /** Code of the place's municipality, four digits (CBS). */
  municipalityCode: string;
  distanceMetres: number;
};

type Row = [name: string, latitude: number, longitude: number, municipality: string, rank: number];
// The file is generated in this shape; JSON imports lose the tuple.
const rows = places.places as Row[];

/** No point in the Netherlands is farther than this from a place; beyond it we are abroad or at sea. */
const farthestMetres = 15_000;
/** The same in degrees of latitude, rounded up. */
const farthestDegrees = 0.14;

/** The nearest place to a WGS84 point, null beyond 15 km of any Dutch place. */
export function nearestPlace(latitude: number, longitude: number): NearestPlace | null {
  let nearest: Row | null = null;
  let shortest = farthestMetres;
  for (const row of rows) {
    // Farther than that to the north or south alone: most rows end here, before any trigonometry.
    if (Math.abs(row[1] - latitude) > farthestDegrees) continue;
    const distance = metresBetween(latitude, longitude, row[1], row[2]);
    if (distance > shortest) continue;
    shortest = distance;
    nearest = row;
  }
  return (
    nearest && {
      name: nearest[0],
      municipalityCode: nearest[3],
      distanceMetres: Math.round(shortest),
    }
  );
}
