// Which api process gets the next request: each in turn, those that don't answer left out. One that is
// known to be down is asked again every second, and when none is known to be alive all are tried: being
// wrong about "down" must not turn a hiccup into an outage.
import { setInterval } from 'node:timers';

export type Targets = {
  /** In the order in which they should be tried for one request. */
  inTurn: () => string[];
  markDown: (target: string) => void;
  close: () => void;
};

const probeEveryMilliseconds = 1000;

/** @param probe Says whether a target answers; asked for those marked down only. */
export function rotateOver(
  targets: readonly string[],
  probe: (target: string) => Promise<boolean> = answersHealth,
): Targets {
  const down = new Set<string>();
  let turn = 0;
  const probing = setInterval(() => {
    for (const target of down) {
      void probe(target).then((answers) => answers && down.delete(target));
    }
  }, probeEveryMilliseconds);
  probing.unref();
  return {
    inTurn: () => {
      const rotated = targets.map((_, index) => targets[(turn + index) % targets.length] ?? '');
      turn = (turn + 1) % targets.length;
      return rotated.toSorted((a, b) => Number(down.has(a)) - Number(down.has(b)));
    },
    markDown: (target) => {
      if (targets.length > 1) down.add(target);
    },
    close: () => clearInterval(probing),
  };
}

async function answersHealth(target: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(probeEveryMilliseconds);
    const response = await fetch(new URL('/healthz', target), { signal });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
