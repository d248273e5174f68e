// Which names of places are said at which zoom: more of them the closer one looks, and none over another or over what else stands on the
// map. Pure, so that it can be asked without one.
import places from '@achterwacht/shared/places/places.json' with { type: 'json' };
import { pixelsOf, type MapWindow } from '../../objects/arrange.ts';
import { doOverlap, movedBy, type Room, type Taken } from '../room.ts';

export type Place = [
  name: string,
  latitude: number,
  longitude: number,
  municipality: string,
  rank: 1 | 2 | 3,
];

const stepsOfRank = { 1: 0, 2: 9, 3: 11 } as const;
/** Half of a letter, of what is left free beside a name, and of a line. */
const half = { letter: 4, space: 6, line: 11 } as const;

/** @param taken What stands on the map, to which a name gives way. */
export function placeNamesIn(
  { zoom, west, east, south, north }: MapWindow,
  taken: readonly Taken[],
  textScale: number,
): Set<Place> {
  const at = (latitude: number, longitude: number, room: Room) =>
    movedBy(room, ...pixelsOf({ latitude, longitude }, zoom));
  const rooms = taken.map(({ latitude, longitude, room }) => at(latitude, longitude, room));
  const named = new Set<Place>();
  // Bigger places come first in the list, so where names would overlap the smaller one gives way.
  for (const place of places.places as Place[]) {
    const [name, latitude, longitude, , rank] = place;
    const isSeen = west <= longitude && longitude <= east && south <= latitude && latitude <= north;
    if (zoom < stepsOfRank[rank] || !isSeen) continue;
    const right = (name.length * half.letter + half.space) * textScale;
    const bottom = half.line * textScale;
    const room = at(latitude, longitude, { left: -right, top: -bottom, right, bottom });
    if (rooms.some((other) => doOverlap(other, room))) continue;
    rooms.push(room);
    named.add(place);
  }
  return named;
}
