// A frame of four kilobytes can name a panic thirteen hundred times. Each would be a row, an event, and a
// message to every desk; so few are kept one by one, and the others are counted on those.
import { callsForHelp } from '@achterwacht/shared/alarm/joining.ts';
import { duressKinds, type DecodedSignal } from '@achterwacht/shared/signals.ts';

/**
 * Kept of one frame: a press with what real devices send along (its position, a tamper, a battery) is two or
 * three. With four of them a frame stays within what it may leave on disk and on each socket.
 */
export const mostSignals = 4;
/** Characters of text in all but the first: it is mostly the frame's own, said again. */
const repeatedText = 128;

/** At most `mostSignals`, in their order: calls for help first, and of every kind one before a second. */
export function boundedSignals(signals: readonly DecodedSignal[]): DecodedSignal[] {
  const kept = signals.length <= mostSignals ? [...signals] : withCounts(signals);
  return kept.map((signal, index) =>
    index === 0 || signal.text === null
      ? signal
      : { ...signal, text: signal.text.slice(0, repeatedText).toWellFormed() },
  );
}

function withCounts(signals: readonly DecodedSignal[]): DecodedSignal[] {
  const kept = new Set(mostTelling(signals));
  const more = new Map<DecodedSignal, number>();
  for (const signal of signals) {
    if (kept.has(signal)) continue;
    const one = standingFor(signal, [...kept]);
    more.set(one, (more.get(one) ?? 0) + 1);
  }
  return [...kept]
    .sort((one, other) => signals.indexOf(one) - signals.indexOf(other))
    .map((signal) => {
      const count = more.get(signal);
      return count === undefined
        ? signal
        : { ...signal, more: count, warnings: [...signal.warnings, 'counted-only'] };
    });
}

function mostTelling(signals: readonly DecodedSignal[]): DecodedSignal[] {
  const seen = new Set<DecodedSignal['kind']>();
  const firsts: DecodedSignal[] = [];
  const seconds: DecodedSignal[] = [];
  for (const signal of signals.toSorted((one, other) => urgencyOf(other) - urgencyOf(one))) {
    (seen.has(signal.kind) ? seconds : firsts).push(signal);
    seen.add(signal.kind);
  }
  return [...firsts, ...seconds].slice(0, mostSignals);
}

/** Somebody who pressed, before somebody whom a machine missed or who is unwell, before all else. */
function urgencyOf(signal: DecodedSignal): number {
  return Number(callsForHelp(signal)) + Number(duressKinds.has(signal.kind));
}

/** Which of the kept one counts it: its own kind, else one that calls for nobody. */
function standingFor({ kind }: DecodedSignal, kept: DecodedSignal[]): DecodedSignal {
  const own = kept.find((signal) => signal.kind === kind);
  return own ?? kept.findLast((signal) => !callsForHelp(signal)) ?? kept.at(-1)!;
}
