// People who press through a fault. Their devices do what real ones do: hear nothing, and send the same
// again until it is acknowledged. What was acknowledged is written down; it is what must be there afterwards.
import { setTimeout as pause } from 'node:timers/promises';
import { Dc09Button } from '../button/dc09-button.ts';
import type { Acknowledged } from '../outside/invariants.ts';
import type { Stage } from './stage.ts';

const betweenMilliseconds = 800;
/** A device waits twenty seconds; these are impatient, so that a short run has retries in it. */
const answerSeconds = 1;
/** Longer than any outage of a scenario and the recovery from it. */
const attempts = 120;

export type Pressing = {
  acknowledged: readonly Acknowledged[];
  /** Presses that needed more than one attempt. */
  retried: () => number;
  slowestMilliseconds: () => number;
  /** Sends no new ones and waits for those under way; gives the presses that nobody acknowledged. */
  stop: () => Promise<Acknowledged[]>;
};

export function startPressing({ accounts, places }: Stage): Pressing {
  const acknowledged: Acknowledged[] = [];
  const unanswered: Acknowledged[] = [];
  let isOver = false;
  let retried = 0;
  let slowest = 0;

  const working = accounts.map(async (account, index) => {
    const { devices } = places[index % places.length]!; // a stage has a place
    const button = new Dc09Button({ ...devices, account, answerSeconds, attempts });
    await pause((index * betweenMilliseconds) / accounts.length);
    while (!isOver) {
      const begun = performance.now();
      const outcome = await button.send({ code: 'PA' });
      slowest = Math.max(slowest, performance.now() - begun);
      if (outcome.attempts > 1) retried += 1;
      (outcome.acknowledged ? acknowledged : unanswered).push({
        account,
        sequence: outcome.sequence,
      });
      await pause(betweenMilliseconds);
    }
    button.close();
  });

  return {
    acknowledged,
    retried: () => retried,
    slowestMilliseconds: () => Math.round(slowest),
    async stop() {
      isOver = true;
      await Promise.all(working);
      return unanswered;
    },
  };
}
