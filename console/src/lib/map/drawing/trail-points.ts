// The fixes of an alarm's own log that make a trail: measured ones only, for a line between two areas would claim a way that
// nobody measured. Apart from the trail, which a police page draws of what the server tells it.
import { believedFix } from '@achterwacht/shared/alarm/signals/belief.ts';
import type { AlarmEvent } from '@achterwacht/shared/alarm/events.ts';
import { isApproximate } from '../../alarms/position-facts.ts';
import type { TrailPoint } from './trail.ts';

export function trailPointsOf(events: readonly AlarmEvent[]): TrailPoint[] {
  const byMoment = new Map<number, TrailPoint>();
  for (const event of events) {
    const found = believedFix(event);
    if (!found || isApproximate(found.fix)) continue;
    const { latitude, longitude } = found.fix;
    const at = Date.parse(found.fix.fixAt ?? found.receivedAt);
    byMoment.set(at, { latitude, longitude, at });
  }
  return [...byMoment.values()].sort((first, second) => first.at - second.at);
}
