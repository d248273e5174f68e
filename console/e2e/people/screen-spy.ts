// What a page asks of the machine outside of its window: messages, a screen that stays on; and how a page is that nobody
// sees, for a browser without a window shows them all.
import type { Page } from '@playwright/test';

type Shown = { title: string; isClosed: boolean; onclick: (() => void) | null };
type Spied = { messages: Shown[]; wakeLocks: number; hide: (isHidden: boolean) => void };

/** Runs in the page before anything else. Nobody was asked yet, and whoever is asked allows it. */
export function spyOnScreen(): void {
  const spied: Spied = { messages: [], wakeLocks: 0, hide };
  class Message {
    /** Of the address, so of all its windows. */
    static get permission(): NotificationPermission {
      return localStorage.getItem('spied-permission') === null ? 'default' : 'granted';
    }
    static requestPermission() {
      localStorage.setItem('spied-permission', 'granted');
      return Promise.resolve(this.permission);
    }
    onclick: (() => void) | null = null;
    isClosed = false;
    readonly title: string;
    constructor(title: string) {
      this.title = title;
      spied.messages.push(this);
    }
    close() {
      this.isClosed = true;
    }
  }
  const held = new Set<EventTarget>();
  const request = () => {
    const lock = new EventTarget();
    held.add(lock);
    spied.wakeLocks += 1;
    return Promise.resolve(Object.assign(lock, { release: () => Promise.resolve() }));
  };
  Object.defineProperty(navigator, 'wakeLock', { value: { request } });
  Object.assign(window, { Notification: Message, spied });

  function hide(isHidden: boolean): void {
    Object.defineProperties(document, {
      hidden: { configurable: true, get: () => isHidden },
      visibilityState: { configurable: true, get: () => (isHidden ? 'hidden' : 'visible') },
    });
    // As a browser does it.
    if (isHidden) for (const lock of held) lock.dispatchEvent(new Event('release'));
    if (isHidden) held.clear();
    document.dispatchEvent(new Event('visibilitychange'));
  }
}

type Spying = { spied: Spied };

export const hide = (page: Page, isHidden = true) =>
  page.evaluate((how) => (window as unknown as Spying).spied.hide(how), isHidden);

/** Of those that stand there still. */
export const messagesIn = (page: Page) =>
  page.evaluate(() =>
    (window as unknown as Spying).spied.messages
      .filter(({ isClosed }) => !isClosed)
      .map(({ title }) => title),
  );

/** The first that stands there is clicked. */
export const chooseMessage = (page: Page) =>
  page.evaluate(() =>
    (window as unknown as Spying).spied.messages.find(({ isClosed }) => !isClosed)?.onclick?.(),
  );

export const wakeLocksIn = (page: Page) =>
  page.evaluate(() => (window as unknown as Spying).spied.wakeLocks);
