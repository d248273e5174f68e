// Which alarms are on the map, those whose position is known and is still followed, what is said beside them, and how labels keep
// out of each other's way.
import { isUnbelievedPlace } from '@achterwacht/shared/alarm/signals/belief.ts';
import { isTracked } from '@achterwacht/shared/alarm/signals/tracking.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { shapeOf } from '../alarms/describe.ts';
import { positionFactsOf, type PositionFacts } from '../alarms/position-facts.ts';
import { m } from '../paraglide/messages.js';
import { ageText } from '../time/format.ts';
import type { MapPosition } from './drawing/map-position.ts';
import type { Cluster, Placed } from './objects/arrange.ts';

export type Located = { alarm: Alarm; facts: PositionFacts };

/** Open, or closed while the police are still busy with it. */
export const followedOf = (alarms: Iterable<Alarm>, now: number): Alarm[] =>
  [...alarms].filter((alarm) =>
    alarm.closed ? isTracked(alarm, new Date(now)) : alarm.mode !== 'synthetic',
  );

export const placedOf = (alarms: readonly Alarm[]): Placed[] =>
  alarms.flatMap((alarm) => {
    const fix = alarm.personal?.position?.fix;
    return fix ? [{ alarm, fix }] : [];
  });

/** By the second it is another for each of them, so only of those that are shown. */
export const locatedOf = (placed: readonly Placed[], now: number): Located[] =>
  placed.flatMap(({ alarm }) => {
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

export const clusterWords = ({ waiting }: Cluster) =>
  waiting > 0 ? m.map_cluster_waiting({ count: waiting }) : '';

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
