// What there is to ask about a point that somebody gives as a place. It refuses nothing: a place may lie over the border, and
// a border is drawn a street off. It only keeps two numbers in the wrong order, or a slip in one of them, from sending the
// police somewhere else.
import { countryAt, pointsAround, type Country } from '../geo/country.ts';
import { isWithin, type Outline } from '../geo/municipalities/outline.ts';

export type Point = { latitude: number; longitude: number };

export type PointDoubt =
  | { why: 'swapped'; meant: Point }
  /** Null: at sea, or farther away than the map is drawn. */
  | { why: 'abroad'; country: Exclude<Country, 'NL'> | null }
  | { why: 'other-municipality' };

/** Around the whole of the Netherlands. */
const box = { south: 50.7, north: 53.7, west: 3.2, east: 7.3 };
/** The outline of the country is a street off, and has no jetties. */
const shoreMetres = 200;

/** @param municipality Null: its outline is not known, and nothing is asked about it. @returns null: nothing to ask. */
export function doubtAbout(point: Point, municipality: Outline | null): PointDoubt | null {
  const { latitude, longitude } = point;
  const meant = { latitude: longitude, longitude: latitude };
  if (!isInBox(point)) return isInBox(meant) ? { why: 'swapped', meant } : abroad(point);
  const near = [point, ...pointsAround(latitude, longitude, shoreMetres)];
  if (!near.some((one) => countryAt(one.latitude, one.longitude) === 'NL')) return abroad(point);
  return municipality && !isWithin(municipality, latitude, longitude)
    ? { why: 'other-municipality' }
    : null;
}

const isInBox = ({ latitude, longitude }: Point) =>
  latitude > box.south && latitude < box.north && longitude > box.west && longitude < box.east;

function abroad({ latitude, longitude }: Point): PointDoubt {
  const country = countryAt(latitude, longitude);
  return { why: 'abroad', country: country === 'NL' ? null : country };
}
