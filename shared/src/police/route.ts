// Which control room to telephone for a position, and what to do when nobody answers: first number, second number, 112.
// A number that did not work when it was last tried comes after one that did. The municipality is guessed from the
// nearest place, so a position near the edge of an area names its neighbour as well.
import { countryAt, pointsAround, type Country } from '../geo/country.ts';
import { nearestPlace } from '../places/nearest-place.ts';
import { controlRoomOf, controlRoomOfNamed, type ControlRoomCode } from './control-rooms.ts';
import type { ControlRoomLine } from './line-test.ts';

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
  /** Without a position: the municipality that the button belongs to has a control room all the same. */
  | { status: 'by-municipality'; regionCode: ControlRoomCode; municipality: string }
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

/** `municipality`: by its name, where it is known whose button it is. */
export function policeRegionOf(fix: Fix | null, municipality: string | null = null): PoliceRegion {
  if (!fix) {
    const regionCode = municipality === null ? null : controlRoomOfNamed(municipality);
    return municipality === null || regionCode === null
      ? { status: 'no-position' }
      : { status: 'by-municipality', regionCode, municipality };
  }
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

/** What a centre entered: the lines it agreed upon, and the number of its own control room. */
export type Numbers = { controlRoomLines: readonly ControlRoomLine[]; policePhone: string };

/**
 * The number to try now; the last is always 112. `tried` are those that did not answer. Without a known region
 * there is the centre's own number, and whoever reads it out says which town.
 */
export function nextRoute(
  numbers: Numbers,
  region: PoliceRegion,
  discipline: Discipline,
  tried: readonly string[] = [],
): Route {
  const routes = routesOf(numbers, region, discipline);
  return routes.find(({ phone }) => !tried.includes(phone)) ?? routes.at(-1)!; // 112 is always there
}

/** The numbers in order, 112 last: the same at F8 and on the emergency card. */
export function routesOf(
  { controlRoomLines: lines, policePhone }: Numbers,
  region: PoliceRegion,
  discipline: Discipline,
): Route[] {
  const regionCode =
    region.status === 'known' || region.status === 'by-municipality'
      ? region.regionCode
      : region.status === 'abroad'
        ? region.nearestRegionCode
        : null;
  const own = lines
    .filter((line) => line.regionCode === regionCode && line.discipline === discipline)
    .toSorted((a, b) => Number(!!a.failed) - Number(!!b.failed) || a.which.localeCompare(b.which));
  const routes: Route[] = own.map(({ which, phone, lastTestedAt, failed }) => ({
    regionCode,
    which,
    phone,
    lastTestedAt,
    ...(failed && { failed }),
  }));
  // The centre's own fills a gap: where two were agreed upon, those are the numbers.
  const isNew = !own.some(({ phone }) => phone === policePhone);
  if (discipline === 'police' && routes.length < 2 && policePhone.trim() !== '' && isNew)
    routes.push({
      regionCode,
      which: own.some(({ which }) => which === 'first') ? 'second' : 'first',
      phone: policePhone,
      lastTestedAt: null,
    });
  return [...routes, { regionCode, which: '112', phone: lastRoute, lastTestedAt: null }];
}
export type Route = {
  regionCode: ControlRoomCode | null;
  which: 'first' | 'second' | '112';
  phone: string;
  lastTestedAt: string | null;
  failed?: ControlRoomLine['failed'];
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
