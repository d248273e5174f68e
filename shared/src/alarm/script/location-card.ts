// Where somebody is, as it is told to the police: everything on one card, said and spelled. Dutch whatever
// the screen's language, because a Dutch control room listens. It asks nobody: what a register said of the land around is
// given to it where one was asked, stands beside what is known, and never in its place.
import type { Alarm } from '../state.ts';
import { windOf, type Wind } from '../../geo/compass.ts';
import { rdText, wgsText } from '../../geo/coordinates.ts';
import { metresBetween, samePlaceMetres } from '../../geo/distance.ts';
import { municipalities } from '../../places/municipalities.ts';
import { nearestPlace } from '../../places/nearest-place.ts';
import type { Near, NearPlace, NearRoad } from '../../places/near.ts';
import { withSpacedPostcode, postWords } from '../../places/near-words.ts';
import { possiblePlaceAt, type KnownPlace, type PossiblePlace } from '../../places/known-place.ts';
import { digitByDigit, spelledWords, type SpelledWord } from './spelling.ts';

export type LocationCard = {
  /** What somebody stated, else the town nearest to the fix; null where nothing is known. */
  place: { text: string; basis: 'stated' | 'nearest' } | null;
  /** Beside a town: the known place that the fix covers. Its floor is known nowhere else. */
  possibly: PossiblePlace | null;
  municipality: string | null;
  /** What lies near, by a register; null while that is not known of this fix. */
  near: NearWords | null;
  wgs84: string | null;
  rd: string | null;
  /** Nobody who is believed said so. */
  isUnbelieved: boolean;
  accuracyMetres: number | null;
  /** The device stated none. */
  isAccuracyAssumed: boolean;
  ageSeconds: number | null;
  /** Only while moving: of somebody who stands still it is noise. */
  direction: Wind | null;
  /** Without metres it is there; without a direction it is as far away as the fix may be off. */
  nearestKnownPlace: { label: string; metres: number | null; wind: Wind | null } | null;
  /** The address that stands there, else the town. */
  spelled: { place: SpelledWord[] | null; rd: string | null };
};

/** How far each lies is counted from the fix. */
export type NearWords = {
  register: Near['register'];
  address: { text: string; metres: number } | null;
  post: { text: string; metres: number } | null;
  roads: readonly NearRoad[];
};

const movingMetresPerSecond = 1;

export function locationCardOf(
  personal: Pick<NonNullable<Alarm['personal']>, 'position' | 'place'> | null,
  known: readonly KnownPlace[],
  now: Date,
  near: Near | null = null,
): LocationCard {
  const position = personal?.position ?? null;
  const fix = position?.fix ?? null;
  const town = fix && nearestPlace(fix.latitude, fix.longitude);
  const around = fix && isAround(near, fix) ? near : null;
  const nearest = fix && nearestKnownPlace(known, fix);
  const place = placeOf(personal?.place ?? null, town?.name ?? null);
  const covered = personal?.place?.possibly ?? (fix && possiblePlaceAt(known, fix));
  const possibly = place?.basis === 'stated' ? null : covered;
  const words = fix && nearWords(near, fix);
  const said =
    place?.basis === 'stated'
      ? place.text
      : (possibly?.address ?? words?.address?.text ?? place?.text ?? null);
  const rd = fix && rdText(fix.latitude, fix.longitude);
  const isMoving = (fix?.speedMetresPerSecond ?? 0) >= movingMetresPerSecond;
  const heading = isMoving ? (fix?.headingDegrees ?? null) : null;
  return {
    place,
    possibly,
    municipality: around
      ? around.municipality
      : ((town && municipalities.get(town.municipalityCode)?.name) ?? null),
    near: words,
    wgs84: fix && wgsText(fix.latitude, fix.longitude),
    rd,
    isUnbelieved: position?.unbelieved === true,
    accuracyMetres: fix?.accuracyMetres ?? null,
    isAccuracyAssumed: fix?.accuracyAssumed === true,
    ageSeconds: position && ageOf(position, now),
    direction: heading === null ? null : windOf(heading),
    nearestKnownPlace: nearest && {
      label: nearest.place.label,
      metres: nearest.metres < samePlaceMetres ? null : Math.round(nearest.metres),
      wind:
        nearest.metres < Math.max(samePlaceMetres, fix?.accuracyMetres ?? 0) ? null : nearest.wind,
    },
    spelled: { place: said === null ? null : spelledWords(said), rd: rd && digitByDigit(rd) },
  };
}

/** What was asked of where somebody was a while ago says nothing of where he is. */
function isAround(near: Near | null, fix: Point): near is Near {
  if (!near?.at) return false;
  const { latitude, longitude } = near.at;
  return metresBetween(latitude, longitude, fix.latitude, fix.longitude) < samePlaceMetres;
}

/** Null where it was not asked about this fix. */
export function nearWords(near: Near | null, fix: Point): NearWords | null {
  if (!isAround(near, fix)) return null;
  const { register, address, post, roads } = near;
  const away = (place: NearPlace | null, words: (text: string) => string) =>
    place && {
      text: words(place.text),
      metres: Math.round(
        metresBetween(fix.latitude, fix.longitude, place.latitude, place.longitude),
      ),
    };
  return {
    register,
    address: away(address, withSpacedPostcode),
    post: away(post, postWords),
    roads,
  };
}

/** Stated by a person before guessed. */
function placeOf(
  stated: { text: string; basis: 'stated' | 'nearest' } | null,
  town: string | null,
): LocationCard['place'] {
  if (stated?.basis === 'stated') return { text: stated.text, basis: 'stated' };
  const text = stated?.text ?? town;
  return text === null ? null : { text, basis: 'nearest' };
}

type Position = NonNullable<NonNullable<Alarm['personal']>['position']>;

/** From the device's own moment where it states one. A device's clock in the future makes it new, not negative. */
function ageOf({ fix, receivedAt }: Position, now: Date): number {
  return Math.max(0, Math.round((now.getTime() - Date.parse(fix.fixAt ?? receivedAt)) / 1000));
}

function nearestKnownPlace(known: readonly KnownPlace[], fix: Position['fix']) {
  const measured = known.map((place) => ({
    place,
    metres: metresBetween(place.latitude, place.longitude, fix.latitude, fix.longitude),
    /** Seen from the place: "400 meter ten noorden van thuis". */
    wind: windBetween(place, fix),
  }));
  return measured.toSorted((a, b) => a.metres - b.metres)[0] ?? null;
}

type Point = { latitude: number; longitude: number };

function windBetween(from: Point, to: Point): Wind {
  const radians = Math.PI / 180;
  const east = (to.longitude - from.longitude) * Math.cos(from.latitude * radians);
  return windOf(Math.atan2(east, to.latitude - from.latitude) / radians);
}

/** `8 seconden oud`, `3 minuten oud`, `2 uur oud` */
export function ageText(seconds: number): string {
  if (seconds < 90) return `${seconds} ${seconds === 1 ? 'seconde' : 'seconden'} oud`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} minuten oud` : `${Math.round(minutes / 60)} uur oud`;
}
