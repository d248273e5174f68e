// Waits for the product's own word that it can be used, asked the way a browser would: through the
// front door.
import { setTimeout as sleep } from 'node:timers/promises';
import { StatedProblem } from './stated-problem.ts';

const patienceMilliseconds = 120_000;
const reportEveryMilliseconds = 5000;

export async function untilReadyForUse(
  address: string,
  say: (text: string) => void,
): Promise<void> {
  const startedAt = performance.now();
  let reportedAt = startedAt;
  for (;;) {
    const answer = await askReadiness(address);
    if (answer === 'ready') return;
    const now = performance.now();
    if (now - startedAt > patienceMilliseconds) {
      throw new StatedProblem(`Achterwacht did not become ready: ${answer}`);
    }
    if (now - reportedAt > reportEveryMilliseconds) {
      reportedAt = now;
      say(`not ready yet: ${answer}`);
    }
    await sleep(50);
  }
}

/** 'ready', or what it said instead. */
async function askReadiness(address: string): Promise<string> {
  try {
    const response = await fetch(`${address}/readyz`, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(5000),
    });
    const text = await response.text();
    return response.status === 200 ? 'ready' : `${response.status} ${text.slice(0, 500)}`;
  } catch (error) {
    return (error as Error).message;
  }
}
