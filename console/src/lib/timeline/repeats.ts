// Lines that say the same again and again, one after the other, as one with how often: whoever reads a timeline under
// pressure looks for what differs. Nothing is left out: each of them stands behind it.
import type { AlarmEvent } from '@achterwacht/shared/alarm/events.ts';
import { callsForHelp } from '@achterwacht/shared/alarm/joining.ts';
import { doingOf, lineOf } from './event-text.ts';

/** Twice is read as quickly as once. */
const fewestRepeats = 3;

/** One line of its own, or several that say the same. */
export type Line<E> = [E, ...E[]];

/** @param saysOf What makes two lines the same; null for one that is never folded into another. */
export function withRepeats<E>(
  events: readonly E[],
  saysOf: (event: E) => string | null,
): Line<E>[] {
  const runs: { says: string | null; events: Line<E> }[] = [];
  for (const event of events) {
    const says = saysOf(event);
    const last = runs.at(-1);
    if (last && says !== null && last.says === says) last.events.push(event);
    else runs.push({ says, events: [event] });
  }
  return runs.flatMap((run) =>
    run.events.length >= fewestRepeats ? [run.events] : run.events.map((event): Line<E> => [event]),
  );
}

/** Of the system and of devices alone: what a person did is a line each time, and so is every call for help. */
export function sameAs(event: AlarmEvent): string | null {
  if (doingOf(event) === 'person' || event.type === 'AlarmRaised') return null;
  if (event.type === 'SignalAdded' && callsForHelp(event.data.signal)) return null;
  const { text, who, quote, late } = lineOf(event);
  return quote === null ? `${text} · ${who} · ${late}` : null;
}
