// Which alarms a desk need not know any more. It stands open for weeks, and what was closed can be looked up (F3): it
// keeps what the api gives a desk that starts, those of the last hour, and of a crowd of those the latest. The very last
// stays: an empty screen says when it was.
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';

export const closedMilliseconds = 60 * 60_000;
export const mostClosed = 200;

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
    .filter(({ at }, index) => index >= mostClosed || (index > 0 && now - at > closedMilliseconds))
    .map(({ id }) => id);
}
