// A page's steady clock, which a story moves instead of waiting: what repeats, what has been silent for so
// long. The wall clock is the server's affair (29).
import type { Page } from '@playwright/test';

type Movable = { moveSteadyClock: (milliseconds: number) => void };

/** Runs in the page before anything else. */
export function makeClockMovable(): void {
  const steady = performance.now.bind(performance);
  let ahead = 0;
  performance.now = () => steady() + ahead;
  Object.assign(window, {
    moveSteadyClock: (milliseconds: number) => (ahead += milliseconds),
  } satisfies Movable);
}

/** So much later; resolves once the page, which looks four times a second, has looked. */
export async function pass(page: Page, milliseconds: number): Promise<void> {
  await page.evaluate(
    (by) =>
      new Promise((resolve) => {
        (window as unknown as Movable).moveSteadyClock(by);
        // Timers of one page run in the order in which they are due.
        setTimeout(resolve, 600);
      }),
    milliseconds,
  );
}
