// One desk in Chromium with somebody logged in at it, and what is done at it by hand. Each act waits for what
// the one before it made visible; the stopwatch is in the page.
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { DeskSession } from '../../target/desk-session.ts';
import {
  actedAt,
  startStopwatch,
  toneAfter,
  willShow,
  type Sight,
} from '../../harness/desk/desk-stopwatch.ts';
import { watchFirstSound, type HeardWindow } from '../../harness/sound/first-sound.ts';

/** What the tone of a SPOED alarm begins with. */
const urgentHertz = 660;

export class DeskPage {
  readonly session: DeskSession;
  readonly page: Page;

  private constructor(session: DeskSession, page: Page) {
    this.session = session;
    this.page = page;
  }

  /** @param prepare In the window, before anything is in it. */
  static async open(
    browser: Browser,
    origin: string,
    session: DeskSession,
    prepare?: (page: Page) => Promise<void>,
  ): Promise<DeskPage> {
    // The rules for scripts of a desk allow no stopwatch in it.
    const context = await browser.newContext({
      baseURL: origin,
      bypassCSP: true,
      viewport: { width: 1920, height: 1080 },
      locale: 'nl-NL',
    });
    await context.addCookies(
      session.cookie.split('; ').map((cookie) => {
        const end = cookie.indexOf('=');
        return { name: cookie.slice(0, end), value: cookie.slice(end + 1), url: origin };
      }),
    );
    return DeskPage.#openIn(context, session, prepare);
  }

  static async #openIn(
    context: BrowserContext,
    session: DeskSession,
    prepare?: (page: Page) => Promise<void>,
  ): Promise<DeskPage> {
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    // The same with and without a map service in reach.
    const browser = await context.newCDPSession(page);
    await browser.send('Network.enable');
    await browser.send('Network.setBlockedURLs', { urls: ['*/api/map/tiles/*'] });
    await startStopwatch(page);
    await watchFirstSound(page);
    await prepare?.(page);
    const desk = new DeskPage(session, page);
    await page.goto('/console');
    const lamps = page.getByRole('list', { name: 'Toestand van deze werkplek' });
    await lamps.filter({ hasText: 'Verbinding live' }).waitFor();
    return desk;
  }

  /** The same person's, in one more window of the same browser. */
  secondWindow(): Promise<DeskPage> {
    return DeskPage.#openIn(this.page.context(), this.session);
  }

  get workspace(): Locator {
    return this.page.getByRole('region', { name: 'Alarm', exact: true });
  }

  willShow(sight: Sight): Promise<() => Promise<number>> {
    return willShow(this.page, sight);
  }

  actedAt(): Promise<number> {
    return actedAt(this.page);
  }

  urgentToneAfter(moment: number): Promise<number> {
    return toneAfter(this.page, urgentHertz, moment);
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** Of the queue; not by its place on the screen, and again when it was moving: then a click does nothing (9). */
  async choose(alarmId: string): Promise<void> {
    await this.page.waitForFunction(
      (id) => {
        const reach = document.querySelector<HTMLElement>(`[data-alarm="${id}"] > button`);
        if (reach?.ariaCurrent === 'true') return true;
        reach?.click();
        return false;
      },
      alarmId,
      { polling: 100 },
    );
  }

  async click(button: string): Promise<void> {
    await this.workspace
      .getByRole('button', { name: button, exact: true, disabled: false })
      .click();
  }

  async take(alarmId: string): Promise<void> {
    await this.choose(alarmId);
    await this.press('F2');
    await this.workspace.getByRole('button', { name: 'Teruggeven' }).waitFor();
  }

  /** Until there is sound on its way to the headset. */
  async hears(): Promise<void> {
    await this.page.waitForFunction(() => {
      const { begunAt, endedAt } = (window as unknown as HeardWindow).heard;
      return (begunAt.at(-1) ?? 0) > (endedAt.at(-1) ?? 0);
    });
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}
