// Which control room to telephone for a position, and what to do when nobody answers: first number,
// second number, 112. The municipality is guessed from the nearest place, so a position near the edge of
// an area names its neighbour as well.
import * as z from 'zod';
import { countryAt, pointsAround, type Country } from '../geo/country.ts';
import { nearestPlace } from '../geo/nearest-place.ts';
import { controlRoomCode, controlRoomOf, type ControlRoomCode } from './control-rooms.ts';

/** A number a centre agreed upon with a control room, and when that centre last tried it. */
export const controlRoomLine = z.object({
  regionCode: controlRoomCode,
  discipline: z.enum(['police', 'ambulance']),
  which: z.enum(['first', 'second']),
  phone: z.string(),
  lastTestedAt: z.iso.datetime().nullable(),
});
export type ControlRoomLine = z.infer<typeof controlRoomLine>;
export type Discipline = ControlRoomLine['discipline'];

/** The centre's own way out when no agreed number answers; from a Dutch line it reaches a Dutch room. */
export const lastRoute = '112';

export type PoliceRegion =
  | {
      status: 'known';
      regionCode: ControlRoomCode;
      /** Areas that begin within the position's doubt. */
      mayAlsoBe: ControlRoomCode[];
      /** A foreign country that begins within it. */
      mayAlsoBeIn: Country | null;
    }
  /** Beyond the border: the nearest Dutch control room has the line to its neighbours. */
  | { status: 'abroad'; country: Country; nearestRegionCode: ControlRoomCode | null }
  /** At sea or farther away than anything we know. */
  | { status: 'outside' }
  | { status: 'no-position' };

type Fix = { latitude: number; longitude: number; accuracyMetres: number | null };

/** What the guess by nearest place may be off besides the fix itself. */
const guessMetres = 1_000;
/** Of a fix that states no accuracy. */
const usualAccuracyMetres = 50;
/** The outline is simplified by at most this. */
const outlineMetres = 200;
/** Baarle-Nassau: Belgian enclaves among Dutch houses, which no outline at this scale has. */
const municipalityWithEnclaves = '0744';

export function policeRegionOf(fix: Fix | null): PoliceRegion {
  if (!fix) return { status: 'no-position' };
  const here = roomNear(fix);
  const country = countryAt(fix.latitude, fix.longitude);
  if (country !== null && country !== 'NL')
    return { status: 'abroad', country, nearestRegionCode: here?.room ?? null };
  if (!here) return { status: 'outside' };
  return {
    status: 'known',
    regionCode: here.room,
    mayAlsoBe: neighboursOf(fix, here.room),
    mayAlsoBeIn: here.municipalityCode === municipalityWithEnclaves ? 'BE' : foreignWithin(fix),
  };
}

/**
 * The numbers to try in order; the last is always 112. `tried` are those that did not answer.
 * Without a known region there is nothing but 112, and whoever reads it out says which town.
 */
export function nextRoute(
  lines: readonly ControlRoomLine[],
  region: PoliceRegion,
  discipline: Discipline,
  tried: readonly string[] = [],
): Route {
  const regionCode =
    region.status === 'known'
      ? region.regionCode
      : region.status === 'abroad'
        ? region.nearestRegionCode
        : null;
  const own = lines
    .filter((line) => line.regionCode === regionCode && line.discipline === discipline)
    .toSorted((a, b) => a.which.localeCompare(b.which));
  const next = own.find(({ phone }) => !tried.includes(phone));
  if (next)
    return {
      regionCode,
      which: next.which,
      phone: next.phone,
      lastTestedAt: next.lastTestedAt,
    };
  return { regionCode, which: '112', phone: lastRoute, lastTestedAt: null };
}
export type Route = {
  regionCode: ControlRoomCode | null;
  which: 'first' | 'second' | '112';
  phone: string;
  lastTestedAt: string | null;
};

function roomNear({ latitude, longitude }: Pick<Fix, 'latitude' | 'longitude'>) {
  const place = nearestPlace(latitude, longitude);
  const room = place && controlRoomOf(place.municipalityCode);
  return room ? { room, municipalityCode: place.municipalityCode } : null;
}

function doubtMetres({ accuracyMetres }: Fix): number {
  return accuracyMetres ?? usualAccuracyMetres;
}

function neighboursOf(fix: Fix, own: ControlRoomCode): ControlRoomCode[] {
  const around = pointsAround(fix.latitude, fix.longitude, guessMetres + doubtMetres(fix));
  const rooms = around.map((point) => roomNear(point)?.room).filter((room) => room !== undefined);
  return [...new Set(rooms)].filter((room) => room !== own);
}

function foreignWithin(fix: Fix): Country | null {
  const around = pointsAround(fix.latitude, fix.longitude, outlineMetres + doubtMetres(fix));
  const found = around.map(({ latitude, longitude }) => countryAt(latitude, longitude));
  return found.find((country) => country !== null && country !== 'NL') ?? null;
}
