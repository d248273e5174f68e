// What may be said about a position: how exact it is and how old. Pure, so that card, workspace, map
// and the list beside the map say the same.
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { Position } from '@achterwacht/shared/signals.ts';

export type Freshness = 'fresh' | 'ageing' | 'stale';

/** A fix younger than this is fresh; buttons state no cadence of their own yet. */
export const freshMilliseconds = 60_000;
const staleMilliseconds = 300_000;
/** Below this a device stands still and its heading is noise. */
const movingMetresPerSecond = 1;

export type PositionFacts = {
  fix: Position;
  /** The device's own moment when it states one, else when we received it. */
  measuredAt: number;
  ageMilliseconds: number;
  freshness: Freshness;
  /** No pin for these: only the area is known. */
  approximate: boolean;
  headingDegrees: number | null;
};

export const isApproximate = (fix: Position) => fix.source === 'wifi' || fix.source === 'cell';

export function freshnessOf(ageMilliseconds: number): Freshness {
  if (ageMilliseconds < freshMilliseconds) return 'fresh';
  return ageMilliseconds < staleMilliseconds ? 'ageing' : 'stale';
}

export function positionFactsOf(alarm: Alarm, now: number): PositionFacts | null {
  const position = alarm.personal?.position;
  if (!position) return null;
  const { fix } = position;
  const measuredAt = Date.parse(fix.fixAt ?? position.receivedAt);
  const ageMilliseconds = Math.max(0, now - measuredAt);
  const moving = (fix.speedMetresPerSecond ?? 0) >= movingMetresPerSecond;
  return {
    fix,
    measuredAt,
    ageMilliseconds,
    freshness: freshnessOf(ageMilliseconds),
    approximate: isApproximate(fix),
    headingDegrees: moving ? fix.headingDegrees : null,
  };
}
