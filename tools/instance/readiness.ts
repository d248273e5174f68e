// Waits for the product's own word that it can be used, asked the way a browser would: through the
// front door.
import { setTimeout as sleep } from 'node:timers/promises';
import { StatedProblem } from './stated-problem.ts';

const patienceMilliseconds = 120_000;
const reportEveryMilliseconds = 5000;

export async function untilReadyForUse(
  address: string,
  print: (text: string) => void,
  hasSound: boolean,
): Promise<void> {
  const startedAt = performance.now();
  let reportedAt = startedAt;
  for (;;) {
    const answer = await askReadiness(address, hasSound);
    if (answer === 'ready') return;
    const now = performance.now();
    if (now - startedAt > patienceMilliseconds) {
      throw new StatedProblem(`Achterwacht did not become ready: ${answer}`);
    }
    if (now - reportedAt > reportEveryMilliseconds) {
      reportedAt = now;
      print(`not ready yet: ${answer}`);
    }
    await sleep(50);
  }
}

/**
 * 'ready', or what it said instead. Where sound can't be had on this machine or is still being made, which
 * has been said, that it is missing is no news and everything else decides.
 */
async function askReadiness(address: string, hasSound: boolean): Promise<string> {
  try {
    const response = await fetch(`${address}/readyz`, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(5000),
    });
    const text = await response.text();
    const isReady = response.status === 200 || (!hasSound && lacksOnlySound(text));
    return isReady ? 'ready' : `${response.status} ${text.slice(0, 500)}`;
  } catch (error) {
    return (error as Error).message;
  }
}

function lacksOnlySound(text: string): boolean {
  const { dependencies } = JSON.parse(text) as { dependencies?: Record<string, string> }; // the api's own page
  return Object.entries(dependencies ?? { all: 'unknown' }).every(
    ([name, state]) => name === 'sound' || state === 'ok',
  );
}
