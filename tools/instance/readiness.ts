// Waits for the product's own word that it can be used, asked the way a browser would: through the
// front door.
import { setTimeout as sleep } from 'node:timers/promises';
import { StatedProblem } from './stated-problem.ts';

const patienceMilliseconds = 120_000;
const reportEveryMilliseconds = 5000;

type Asked = {
  /** The front door. */
  address: string;
  /** The api itself: at a door that others use it names to nobody what is missing. */
  apiAddress: string;
  hasSound: boolean;
};

export async function untilReadyForUse(asked: Asked, print: (text: string) => void): Promise<void> {
  const startedAt = performance.now();
  let reportedAt = startedAt;
  for (;;) {
    const answer = await askReadiness(asked);
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
async function askReadiness({ address, apiAddress, hasSound }: Asked): Promise<string> {
  try {
    const { status } = await ask(address);
    if (status === 200) return 'ready';
    const text = status === 503 ? await (await ask(apiAddress)).text() : '';
    const isReady = !hasSound && text !== '' && lacksOnlySound(text);
    return isReady ? 'ready' : `${status} ${text.slice(0, 500)}`;
  } catch (error) {
    return (error as Error).message;
  }
}

function ask(address: string): Promise<Response> {
  return fetch(`${address}/readyz`, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(5000),
  });
}

function lacksOnlySound(text: string): boolean {
  const { dependencies } = JSON.parse(text) as { dependencies?: Record<string, string> }; // the api's own page
  return Object.entries(dependencies ?? { all: 'unknown' }).every(
    ([name, state]) => name === 'sound' || state === 'ok',
  );
}
