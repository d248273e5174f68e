// What a desk in a storm shows, says and sounds, written down in the page itself: what is asked of it from outside comes
// between two of its frames, or late. What of it is right is judged apart (alarms/storm-rules.ts).
import type { Page } from '@playwright/test';

/** A tone's pulse: planned from and to, and stopped before its end; seconds of the page's sound. */
export type Pulse = { hertz: number; asked: number; from: number; to: number; isCut: boolean };
export type Said = { region: string; loudness: 'assertive' | 'polite'; text: string };
/** What a pointer that rests would click, and where that stands. */
export type UnderHand = { id: string | null; top: number };

export type Storm = {
  /** Of each frame in which they changed: the cards that wait, from top to bottom. */
  orders: string[][];
  said: Said[];
  pulses: Pulse[];
  underHand: UnderHand[];
};

type StormWindow = Window & { storm: Storm; hand: { x: number; y: number } | null };

/** From now on. */
export async function watchStorm(page: Page): Promise<void> {
  await page.evaluate(() => {
    const storm: Storm = { orders: [], said: [], pulses: [], underHand: [] };
    const here = Object.assign(window, { storm, hand: null }) as unknown as StormWindow;

    const { start, stop } = OscillatorNode.prototype;
    const pulses = new WeakMap<OscillatorNode, Pulse>();
    OscillatorNode.prototype.start = function (when = 0) {
      const hertz = Math.round(this.frequency.value);
      const pulse = { hertz, asked: this.context.currentTime, from: when, to: 0, isCut: false };
      pulses.set(this, pulse);
      storm.pulses.push(pulse);
      return start.call(this, when);
    };
    OscillatorNode.prototype.stop = function (when = 0) {
      const pulse = pulses.get(this);
      if (pulse?.to === 0) pulse.to = when;
      else if (pulse && when < pulse.to) pulse.isCut = true;
      return stop.call(this, when);
    };

    const live = '[role="alert"], [role="log"], [role="status"], [aria-live]';
    const texts = new Map<Element, string>();
    const listen = () => {
      for (const region of document.querySelectorAll(live)) {
        if (region.getAttribute('aria-live') === 'off') continue;
        const text = region.textContent.replaceAll(/\s+/g, ' ').trim();
        if (text === (texts.get(region) ?? '')) continue;
        texts.set(region, text);
        const role = region.getAttribute('role');
        const isLoud = role === 'alert' || region.getAttribute('aria-live') === 'assertive';
        if (text)
          storm.said.push({
            region: `${role ?? 'live'} ${region.getAttribute('aria-label') ?? ''}`.trim(),
            loudness: isLoud ? 'assertive' : 'polite',
            text,
          });
      }
    };
    listen();
    storm.said = [];
    new MutationObserver(listen).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    });

    const look = () => {
      const waiting = document.querySelector('.queue section');
      const cards = [...(waiting?.querySelectorAll<HTMLElement>('[data-alarm]') ?? [])];
      const order = cards.map((card) => card.dataset['alarm'] ?? '');
      if (order.join(' ') !== storm.orders.at(-1)?.join(' ')) storm.orders.push(order);
      if (here.hand) {
        const card = document
          .elementFromPoint(here.hand.x, here.hand.y)
          ?.closest<HTMLElement>('[data-alarm]');
        const top = card ? Math.round(card.getBoundingClientRect().top) : 0;
        const id = card?.dataset['alarm'] ?? null;
        const last = storm.underHand.at(-1);
        if (last?.id !== id || last.top !== top) storm.underHand.push({ id, top });
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** Says where the pointer rests from now on; null: nowhere that counts. */
export async function handAt(page: Page, hand: { x: number; y: number } | null): Promise<void> {
  await page.evaluate((at) => {
    (window as unknown as StormWindow).hand = at;
  }, hand);
}

export function seenStorm(page: Page): Promise<Storm> {
  return page.evaluate(() => (window as unknown as StormWindow).storm);
}
