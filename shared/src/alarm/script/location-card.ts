// Where somebody is, as it is told to the police: everything on one card, said and spelled. Dutch whatever
// the screen's language, because a Dutch control room listens. It asks nobody: an address server would
// learn where a threatened person is, so the town is the nearest one, and it says so.
import type { Alarm } from '../state.ts';
import { windOf, type Wind } from '../../geo/compass.ts';
import { rdText, wgsText } from '../../geo/coordinates.ts';
import { metresBetween, samePlaceMetres } from '../../geo/distance.ts';
import { municipalities } from '../../places/municipalities.ts';
import { nearestPlace } from '../../places/nearest-place.ts';
import { possiblePlaceAt, type KnownPlace, type PossiblePlace } from '../../places/known-place.ts';
import { digitByDigit, spelled } from './spelling.ts';

export type LocationCard = {
  /** What somebody stated, else the town nearest to the fix; null where nothing is known. */
  place: { text: string; basis: 'stated' | 'nearest' } | null;
  /** Beside a town: the known place that the fix covers. Its floor is known nowhere else. */
  possibly: PossiblePlace | null;
  municipality: string | null;
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
  /** Of a possible place its address: a town needs no spelling. */
  spelled: { place: string | null; rd: string | null };
};

const movingMetresPerSecond = 1;

export function locationCardOf(
  personal: Pick<NonNullable<Alarm['personal']>, 'position' | 'place'> | null,
  known: readonly KnownPlace[],
  now: Date,
): LocationCard {
  const position = personal?.position ?? null;
  const fix = position?.fix ?? null;
  const near = fix && nearestPlace(fix.latitude, fix.longitude);
  const nearest = fix && nearestKnownPlace(known, fix);
  const place = placeOf(personal?.place ?? null, near?.name ?? null);
  const covered = personal?.place?.possibly ?? (fix && possiblePlaceAt(known, fix));
  const possibly = place?.basis === 'stated' ? null : covered;
  const address = possibly?.address ?? place?.text ?? null;
  const rd = fix && rdText(fix.latitude, fix.longitude);
  const isMoving = (fix?.speedMetresPerSecond ?? 0) >= movingMetresPerSecond;
  const heading = isMoving ? (fix?.headingDegrees ?? null) : null;
  return {
    place,
    possibly,
    municipality: (near && municipalities.get(near.municipalityCode)?.name) ?? null,
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
    spelled: { place: address && spelled(address), rd: rd && digitByDigit(rd) },
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
