// When a desk shows or sounds something, and when the person at it did something, taken in the page itself: what
// is asked of a page from outside arrives late by whatever the page is doing. Moments are milliseconds of this
// machine's clock, which all pages and programs on it share.
import type { Page } from 'playwright-core';

type Stopwatch = {
  /** The last key or click, as the browser took it from the device. */
  actedAt: number;
  tones: Tone[];
};
type Tone = { askedAt: number; soundsAt: number; hertz: number };
type StopwatchWindow = Window & { stopwatch: Stopwatch };

/** What a page will show: an element that contains this, its spaces counted as one. */
export type Sight = { selector: string; text?: string };

/** What takes longer counts as this long: no limit for people is near. */
const patienceMilliseconds = 15_000;

/** Before the page is loaded. */
export async function startStopwatch(page: Page): Promise<void> {
  await page.addInitScript(watch);
}

/** Runs in the page, so it uses nothing of this file. */
function watch(): void {
  const stopwatch: Stopwatch = { actedAt: 0, tones: [] };
  Object.assign(window, { stopwatch });
  for (const type of ['keydown', 'click'])
    addEventListener(
      type,
      ({ timeStamp }) => (stopwatch.actedAt = Date.now() - performance.now() + timeStamp),
      true,
    );
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (when = 0) {
    const askedAt = Date.now();
    const soundsAt = askedAt + Math.max(0, when - this.context.currentTime) * 1000;
    stopwatch.tones.push({ askedAt, soundsAt, hertz: Math.round(this.frequency.value) });
    return start.call(this, when);
  };
}

export function actedAt(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as StopwatchWindow).stopwatch.actedAt);
}

/**
 * Looks from now on, so it is asked before what brings it about. Gives the way to the moment of the frame after
 * the one in which it was drawn, which has been shown by then.
 */
export async function willShow(
  page: Page,
  { selector, text = '' }: Sight,
): Promise<() => Promise<number>> {
  const looking = await page.evaluateHandle(
    ([wanted, words, patience]) => {
      const isThere = () =>
        [...document.querySelectorAll(wanted)].some((element) =>
          element.textContent.replaceAll(/\s+/g, ' ').includes(words),
        );
      if (isThere()) throw new Error(`${wanted} with "${words}" is there already`);
      const drawn = new Promise<number>((resolve) => {
        const observer = new MutationObserver(() => {
          if (!isThere()) return;
          observer.disconnect();
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now())));
        });
        observer.observe(document.body, { childList: true, subtree: true, characterData: true });
        setTimeout(() => resolve(Date.now()), patience);
      });
      // In something: a promise by itself would be waited for here.
      return { drawn };
    },
    [selector, text, patienceMilliseconds] as const,
  );
  return () => looking.evaluate(({ drawn }) => drawn);
}

/** The first of these tones that was begun after a moment. */
export function toneAfter(page: Page, hertz: number, moment: number): Promise<number> {
  return page.evaluate(
    async ([wanted, since, patience]) => {
      const { tones } = (window as unknown as StopwatchWindow).stopwatch;
      for (;;) {
        // What a tone before it still had to say was planned before, and is taken back.
        const tone = tones.find((one) => one.askedAt >= since && one.hertz === wanted);
        if (tone) return tone.soundsAt;
        if (Date.now() > since + patience) return since + patience;
        await new Promise((next) => setTimeout(next, 20));
      }
    },
    [hertz, moment, patienceMilliseconds] as const,
  );
}
