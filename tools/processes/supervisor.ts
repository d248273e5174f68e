// Keeps one program running. A crash must heal itself: whatever ends without being asked is started
// again, at once the first time and with growing pauses when it keeps failing, so that a program that
// can't start does not keep the machine busy. Nobody is told to give up: the centre is better served by
// a console that comes back after an hour than by one that stays away.
//
// States: starting → running → (ended by itself → pausing → starting …) → stopped. `stop` is final and
// may come in any of them.
import { setTimeout as sleep } from 'node:timers/promises';
import { launch, type Child, type LineSink, type Program } from './child.ts';

export type Supervised = {
  name: string;
  /** Undefined while it is between two lives. */
  pid: () => number | undefined;
  restarts: () => number;
  stop: (waitMilliseconds: number) => Promise<void>;
};

export type SupervisorOptions = {
  onLine: LineSink;
  /** News for the administrator: what ended, how, and that it is back. */
  print: (text: string) => void;
  /** After every successful restart; process numbers have changed. */
  onRestart?: () => void;
};

const shortestPauseMilliseconds = 100;
const longestPauseMilliseconds = 5000;
/** Whoever ran this long was healthy: the next end starts again with the shortest pause. */
const healthyAfterMilliseconds = 10_000;

/** Resolves when it is ready for the first time; rejects when that first start fails. */
export async function supervise(program: Program, options: SupervisorOptions): Promise<Supervised> {
  const stopping = new AbortController();
  let child: Child = await launch(program, options.onLine);
  let restarts = 0;
  try {
    await program.untilReady?.(child);
  } catch (error) {
    await child.stop(1000);
    throw error;
  }

  const watching = (async () => {
    let pauseMilliseconds = shortestPauseMilliseconds;
    let startedAt = performance.now();
    while (!stopping.signal.aborted) {
      const exit = await child.exited;
      if (stopping.signal.aborted) return;
      const wasHealthy = performance.now() - startedAt > healthyAfterMilliseconds;
      if (wasHealthy) pauseMilliseconds = shortestPauseMilliseconds;
      options.print(
        `${program.name} ended by itself (${exit.signal ?? exit.code}); starting it again`,
      );
      for (const line of child.lastLines().slice(-3)) options.print(`  ${program.name}: ${line}`);
      await sleep(pauseMilliseconds, undefined, { signal: stopping.signal }).catch(() => undefined);
      pauseMilliseconds = Math.min(pauseMilliseconds * 2, longestPauseMilliseconds);
      if (stopping.signal.aborted) return;
      startedAt = performance.now();
      child = await startAgain();
    }
  })();

  /** A failed start is an end like any other: the loop above sees it and pauses longer. */
  async function startAgain(): Promise<Child> {
    try {
      const next = await launch(program, options.onLine);
      child = next;
      await program.untilReady?.(next);
      restarts += 1;
      options.print(`${program.name} is back`);
      options.onRestart?.();
      return next;
    } catch (error) {
      options.print(`${program.name} did not start: ${(error as Error).message}`);
      if (child.isRunning()) await child.stop(1000);
      return child;
    }
  }

  return {
    name: program.name,
    pid: () => (child.isRunning() ? child.pid : undefined),
    restarts: () => restarts,
    stop: async (waitMilliseconds) => {
      stopping.abort();
      await child.stop(waitMilliseconds);
      await watching;
      // A start that was under way when stop came has made a new child meanwhile.
      await child.stop(waitMilliseconds);
    },
  };
}
