// What an open desk holds and what it works, by the browser's own books: counts and processor time, which do not depend
// on who else uses the machine.
import type { CDPSession, Page } from '@playwright/test';

export type Held = { heapMegabytes: number; listeners: number; nodes: number; documents: number };

export class DeskCost {
  readonly #browser: CDPSession;

  private constructor(browser: CDPSession) {
    this.#browser = browser;
  }

  static async of(page: Page): Promise<DeskCost> {
    const browser = await page.context().newCDPSession(page);
    // Seconds of processor of the page's thread instead of seconds that went by.
    await browser.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new DeskCost(browser);
  }

  /** What is left once everything that nobody holds is gone. */
  async held(): Promise<Held> {
    // What only the first time finds is let go by the next.
    for (let time = 0; time < 3; time += 1) await this.#browser.send('HeapProfiler.collectGarbage');
    const of = await this.#metrics();
    return {
      heapMegabytes: of('JSHeapUsedSize') / 1e6,
      listeners: of('JSEventListeners'),
      nodes: of('Nodes'),
      documents: of('Documents'),
    };
  }

  /** Processor seconds of the page's thread while this is done. */
  async workedDuring(
    work: () => Promise<void>,
  ): Promise<Record<'all' | 'script' | 'layout' | 'style', number>> {
    const before = await this.#metrics();
    await work();
    const after = await this.#metrics();
    const spent = (name: string) => after(name) - before(name);
    return {
      all: spent('TaskDuration'),
      script: spent('ScriptDuration'),
      layout: spent('LayoutDuration'),
      style: spent('RecalcStyleDuration'),
    };
  }

  async #metrics(): Promise<(name: string) => number> {
    const { metrics } = await this.#browser.send('Performance.getMetrics');
    return (wanted) => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
  }
}
