// Repeats a piece of work with a pause in between, never twice at once. A round that fails is logged
// and the next one comes: what the sweep could not do now it does in two seconds.
import type { Logger } from '../logger.ts';

export type Repeating = {
  /** Comes again without the pause; once more after the round that runs, if one does. */
  soon(): void;
  stop(): Promise<void>;
};

export function every(
  pauseMilliseconds: number,
  name: string,
  log: Logger,
  work: () => Promise<unknown>,
): Repeating {
  let stopped = false;
  let failing = false;
  let timer: NodeJS.Timeout | undefined;
  let wake = () => {};
  let isWanted = false;

  const running = (async () => {
    while (!stopped) {
      isWanted = false;
      try {
        await work();
        if (failing) log.info({ name }, 'works again');
        failing = false;
      } catch (error) {
        // Once, not every two seconds for as long as a database is away.
        if (!failing && !stopped) log.error({ error, name }, 'a round failed');
        failing = true;
      }
      if (stopped) return;
      if (isWanted && !failing) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
        timer = setTimeout(resolve, pauseMilliseconds);
      });
    }
  })();

  return {
    soon() {
      isWanted = true;
      // A round that fails keeps its pause, however often it is wanted.
      if (failing) return;
      clearTimeout(timer);
      wake();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      wake();
      await running;
    },
  };
}
