// Which place is said aloud after the button reported another position. An address that somebody stated is
// worth more than the nearest town guessed from a fix: it stays until the fix can only be somewhere else.
import { metresBetween } from '../../geo/distance.ts';
import type { Position } from '../../signals.ts';
import type { AlarmPersonal } from '../personal/personal.ts';
import type { Alarm } from '../state.ts';

type Place = AlarmPersonal['place'];
type Spot = NonNullable<NonNullable<Place>['statedAt']>;

/**
 * Beyond what both fixes may be off: as far as a known place reaches around its point, where whoever is
 * in a building, at its door or on its square is said to be at it.
 */
const leftMetres = 150;
/** Of a fix that states no accuracy. */
const usualAccuracyMetres = 50;

/**
 * Where somebody is is kept of a call for help, of a check that was missed, of a test, and of what may be one of
 * them: a flat battery needs nobody's whereabouts.
 */
export function mayKnowPlace({
  kind,
  priority,
  withoutPlace,
}: Pick<Alarm, 'kind' | 'priority' | 'withoutPlace'>): boolean {
  return kind !== 'fault' || (priority !== 'low' && !withoutPlace);
}

/** The place of a new alarm. */
export function firstPlace(place: Place, position: Position | null): Place {
  return place && stated(place, position);
}

/** The place from now on; null: the one that is shown stays. */
export function nextPlace(alarm: Alarm, place: Place, position: Position | null): Place {
  const shown = alarm.personal?.place;
  if (!place || place.basis === 'stated' || shown?.basis !== 'stated')
    return place && stated(place, position);
  if (!position) return null;
  // Stated before anybody knew where: it holds here, and is left from here.
  if (!shown.statedAt) return { ...shown, statedAt: spotOf(position) };
  return hasLeft(shown.statedAt, position) ? place : null;
}

function stated(place: NonNullable<Place>, position: Position | null): Place {
  if (place.basis !== 'stated' || !position) return place;
  return { ...place, statedAt: spotOf(position) };
}

function spotOf({ latitude, longitude, accuracyMetres }: Position): Spot {
  return { latitude, longitude, accuracyMetres };
}

function hasLeft(from: Spot, to: Spot): boolean {
  const metres = metresBetween(from.latitude, from.longitude, to.latitude, to.longitude);
  const doubt = [from, to].reduce(
    (sum, { accuracyMetres }) => sum + (accuracyMetres ?? usualAccuracyMetres),
    leftMetres,
  );
  return metres > doubt;
}
