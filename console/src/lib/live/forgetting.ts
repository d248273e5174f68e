// Which alarms a desk need not know any more. It stands open for weeks, and what was closed can be looked up (F3): it
// keeps what the api gives a desk that starts, those of the last hour, and of a crowd of those the latest. The very last
// stays: an empty screen says when it was.
import {
  closedShownMilliseconds,
  mostClosedShown,
} from '@achterwacht/shared/alarm/closing/shown-closed.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';

/** @param keptId Is before somebody: what happened to it since it was asked for is known by the desk alone. */
export function forgettable(
  alarms: Iterable<Alarm>,
  now: number,
  keptId: string | null,
): readonly string[] {
  const closed = [...alarms].flatMap(({ id, closed: at }) =>
    at && id !== keptId ? [{ id, at: Date.parse(at.at) }] : [],
  );
  closed.sort((first, second) => second.at - first.at);
  return closed
    .filter(
      ({ at }, index) =>
        index >= mostClosedShown || (index > 0 && now - at > closedShownMilliseconds),
    )
    .map(({ id }) => id);
}
