// Hashing a password takes a thread for a thirtieth of a second, by intent. The process has four, and looks names up and
// reads files with the same: two hundred who log in at once would hold up every page that goes out for ten seconds.

/** The other two threads are there for everything else. */
const usualMostAtOnce = 2;
/** Three seconds of them: whoever comes later is told at once, instead of waiting for an answer that he no longer wants. */
const usualMostWaiting = 200;

export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** @throws what is answered as every limit is, where too many wait already. */
export function createInTurn(mostAtOnce = usualMostAtOnce, mostWaiting = usualMostWaiting): InTurn {
  const waiting: (() => void)[] = [];
  let underWay = 0;
  return async (work) => {
    if (underWay < mostAtOnce) underWay += 1;
    else if (waiting.length < mostWaiting)
      await new Promise<void>((resolve) => waiting.push(resolve));
    else throw Object.assign(new Error('too many passwords at once'), { statusCode: 429 });
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else underWay -= 1;
    }
  };
}
