// What must be true of a desk in a storm, told from what was pressed and when the centre had it: written apart from the
// product's own ordering, and in no words of it.
import type { Said, Storm } from '../people/storm-watch.ts';

export type Pressed = 'duress' | 'remnant' | 'fault';
/** As the board of the api has them, with what was pressed for each. */
export type Raised = {
  id: string;
  /** As it is said aloud: of its holder, or of the button. */
  name: string;
  receivedAt: string;
  pressed: Pressed;
};

const before = (first: Raised, second: Raised): boolean =>
  first.pressed === second.pressed
    ? first.receivedAt <= second.receivedAt
    : first.pressed === 'duress';

/** Every order that was shown in which something stands above what comes before it. */
export function wrongOrders({ orders }: Storm, raised: readonly Raised[]): string[] {
  const byId = new Map(raised.map((alarm) => [alarm.id, alarm]));
  return orders.flatMap((order) => {
    const alarms = order.flatMap((id) => byId.get(id) ?? []);
    return alarms.flatMap((alarm, index) => {
      const next = alarms[index + 1];
      return next && !before(alarm, next) ? [`${alarm.name} above ${next.name}`] : [];
    });
  });
}

/** As many shown at once as there were at the end, and all of them. */
export function neverShown({ orders }: Storm, raised: readonly Raised[]): string[] {
  const shown = new Set(orders.flat());
  return raised
    .filter(({ id, pressed }) => pressed !== 'fault' && !shown.has(id))
    .map(({ name }) => name);
}

const urgentPulses = 10;
const repeatSeconds = 5;
/** A desk looks four times a second, and a busy one somewhat later. */
const lateSeconds = 1;

/** Of the SPOED tone, from its first burst to its last. */
export function brokenTones({ pulses }: Storm): string[] {
  const bursts = Map.groupBy(
    pulses.filter(({ hertz }) => hertz === 660),
    ({ asked }) => asked,
  );
  const faults: string[] = [];
  let lastFrom = Number.NaN;
  let lastTo = Number.NaN;
  for (const [asked, burst] of bursts) {
    const [from, to] = [burst[0]?.from ?? 0, burst.at(-1)?.to ?? 0];
    if (burst.length !== urgentPulses || burst.some(({ isCut }) => isCut))
      faults.push(`cut off: ${asked}`);
    if (from < lastTo) faults.push(`two at once: ${asked}`);
    if (from - lastFrom > repeatSeconds + lateSeconds)
      faults.push(`silent for ${from - lastFrom} s`);
    [lastFrom, lastTo] = [from, to];
  }
  return bursts.size > 0 ? faults : ['no tone at all'];
}

/** How many were named, who of them more than once, and how many more were counted without a name. */
export function heard(said: readonly Said[], names: readonly string[]) {
  const times = names.map((name) => said.filter(({ text }) => text.includes(`${name},`)).length);
  const counts = said.map(({ text }) => Number(/Nog (\d+) melding/.exec(text)?.[1] ?? 0));
  return {
    named: times.filter((count) => count > 0).length,
    twice: names.filter((_, index) => (times[index] ?? 0) > 1),
    counted: counts.reduce((sum, count) => sum + count, 0),
  };
}
