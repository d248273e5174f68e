// What the map draws of every alarm whose position is known and is still followed, and how labels keep out of each
// other's way.
import { isUnbelievedPlace } from '@achterwacht/shared/alarm/signals/belief.ts';
import { isTracked } from '@achterwacht/shared/alarm/signals/tracking.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { shapeOf } from '../alarms/describe.ts';
import { positionFactsOf, type PositionFacts } from '../alarms/position-facts.ts';
import { m } from '../paraglide/messages.js';
import { ageText } from '../time/format.ts';
import type { MapPosition } from './drawing/map-position.ts';

export type Located = { alarm: Alarm; facts: PositionFacts };

/** Open, or closed while the police are still busy with it. */
export const followedOf = (alarms: Iterable<Alarm>, now: number): Alarm[] =>
  [...alarms].filter((alarm) =>
    alarm.closed ? isTracked(alarm, new Date(now)) : alarm.mode !== 'synthetic',
  );

export const locatedOf = (alarms: readonly Alarm[], now: number): Located[] =>
  alarms.flatMap((alarm) => {
    const facts = positionFactsOf(alarm, now);
    return facts ? [{ alarm, facts }] : [];
  });

export function mapPositionsOf(
  located: readonly Located[],
  selectedId: string | null,
): MapPosition[] {
  const stackOf = stacks();
  return located.map(({ alarm, facts }) => ({
    id: alarm.id,
    latitude: facts.fix.latitude,
    longitude: facts.fix.longitude,
    accuracyMetres: facts.fix.accuracyMetres,
    freshness: facts.freshness,
    approximate: facts.approximate,
    headingDegrees: facts.headingDegrees,
    shape: shapeOf(alarm),
    label: [
      `#${alarm.number}`,
      ageText(facts.ageMilliseconds),
      ...(isUnbelievedPlace(alarm) ? [m.map_unbelieved()] : []),
      ...(alarm.closed ? [m.map_closed()] : []),
    ].join(' · '),
    selected: alarm.id === selectedId,
    stack: stackOf(facts.fix),
  }));
}

/** Several people in one building: their labels stand above each other instead of over each other. */
function stacks() {
  const seen = new Map<string, number>();
  return ({ latitude, longitude }: { latitude: number; longitude: number }) => {
    const spot = `${latitude.toFixed(3)} ${longitude.toFixed(3)}`;
    const index = seen.get(spot) ?? 0;
    seen.set(spot, index + 1);
    return Math.min(index, 4);
  };
}
