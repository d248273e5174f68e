// The people of the stories. Each is logged in once for a worker and keeps a window from story to story: a
// browser that starts from nothing costs more than most stories. Between two stories it is put back, so that
// nobody finds what somebody else left.
import {
  expect,
  type APIRequest,
  type APIRequestContext,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from '@playwright/test';
import { feedProtocol, type FeedEvent } from '@achterwacht/shared/feed.ts';
import { openFeedSocket } from '../../../load-tests/src/harness/consoles/feed-socket.ts';
import { calmSound } from './calm-sound.ts';
import { makeClockMovable } from './page-clock.ts';
import { product } from '../product/product.ts';
import { spyOnSound } from './sound-spy.ts';

export type Person =
  | 'Anna de Wit'
  | 'Bram Jansen'
  | 'Chantal Visser'
  | 'Dirk Mulder'
  | 'Els Bakker'
  | 'Fatima el Amrani'
  | 'Gert Hofstra';

export const origin = () => product().origin;

type Account = { name: string; email: string; password: string; code?: string };

async function accountOf(person: Person): Promise<Account> {
  const response = await fetch(`${origin()}/api/demo/accounts`);
  const { accounts } = (await response.json()) as { accounts: Account[] };
  return accounts.find(({ name }) => name === person)!; // of the cast
}

/** By the log-in page, for the stories about it. */
export async function logIn(page: Page, person: Person): Promise<void> {
  const account = await accountOf(person);
  await page.goto('/inloggen');
  await page.getByRole('textbox', { name: 'E-mailadres' }).fill(account.email);
  await page.getByLabel('Wachtwoord').fill(account.password);
  await page.getByRole('button', { name: 'Verder' }).click();
  // The page of a demo fills in the code of this moment by itself.
  await expect(page.getByLabel('Code van zes cijfers')).toHaveValue(/^\d{6}$/);
  await page.getByRole('button', { name: 'Inloggen', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/inloggen'));
}

/** What a window shows while nobody has it: of the same origin, and nothing that runs. */
const nothing = '/healthz';

export class People {
  readonly #browser: Browser;
  readonly #requests: APIRequest;
  readonly #sessions = new Map<Person, APIRequestContext>();
  readonly #windows = new Map<Person, Page>();
  readonly #inUse = new Set<Person>();
  readonly #special: BrowserContext[] = [];
  readonly #desksElsewhere: { terminate: () => void }[] = [];

  constructor(browser: Browser, requests: APIRequest) {
    this.#browser = browser;
    this.#requests = requests;
  }

  /** What somebody asks of the centre without a window. */
  async asks(person: Person): Promise<APIRequestContext> {
    const known = this.#sessions.get(person);
    if (known) return known;
    const { email, password, code } = await accountOf(person);
    const headers = { origin: origin() };
    const request = await this.#requests.newContext({
      baseURL: origin(),
      extraHTTPHeaders: headers,
    });
    for (const [path, data] of [
      ['sign-in/email', { email, password }],
      ['two-factor/verify-totp', { code }],
    ] as const) {
      const answer = await request.post(`/api/auth/${path}`, { data });
      expect(answer.status(), await answer.text()).toBe(200);
    }
    this.#sessions.set(person, request);
    return request;
  }

  /** At a desk of his own, which for the centre is a socket; until this says otherwise, or the story is over. */
  async attends(
    person: Person,
    onEvent: (event: FeedEvent) => void = () => {},
  ): Promise<() => void> {
    const request = await this.asks(person);
    const { sequence } = (await (await request.get('/api/board')).json()) as { sequence: number };
    const { cookies } = await request.storageState();
    const socket = await openFeedSocket({
      origin: origin(),
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
      hello: { protocol: feedProtocol, afterSequence: sequence },
      onEvent: (name, payload) => {
        if (name === 'events') for (const event of payload as FeedEvent[]) onEvent(event);
      },
    });
    this.#desksElsewhere.push(socket);
    return () => socket.terminate();
  }

  /** The window of somebody who is logged in, with nothing in it yet. */
  async window(person: Person): Promise<Page> {
    const known = this.#windows.get(person);
    const page = known ?? (await this.#open(person, {}));
    this.#windows.set(person, page);
    this.#inUse.add(person);
    return page;
  }

  /** One more for this story alone, where it must be another kind of window or is not to be put back. */
  async specialWindow(person: Person, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.#open(person, options);
    this.#special.push(page.context());
    return page;
  }

  /** Of somebody who is not logged in, for this story alone. */
  async strangersWindow(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({ ...options, baseURL: origin() });
    this.#special.push(context);
    return context.newPage();
  }

  async #open(person: Person, options: BrowserContextOptions): Promise<Page> {
    const { cookies } = await (await this.asks(person)).storageState();
    const context = await this.#browser.newContext({
      ...options,
      baseURL: origin(),
      storageState: { cookies, origins: [] },
    });
    await context.addInitScript(calmSound);
    await context.addInitScript(spyOnSound);
    await context.addInitScript(makeClockMovable);
    const page = await context.newPage();
    await withoutBackground(page);
    return page;
  }

  /** After a story. */
  async leave(): Promise<void> {
    for (const socket of this.#desksElsewhere.splice(0)) socket.terminate();
    for (const context of this.#special.splice(0)) await context.close();
    for (const person of this.#inUse) {
      const page = this.#windows.get(person)!; // put in when it was taken into use
      if (!page.isClosed()) await putBack(page);
      else {
        this.#windows.delete(person);
        await page.context().close();
      }
    }
    this.#inUse.clear();
  }

  async close(): Promise<void> {
    for (const page of this.#windows.values()) await page.context().close();
    for (const request of this.#sessions.values()) await request.dispose();
  }
}

/**
 * No map service is asked for what is shown by itself: the same on every machine, with and without the world outside. By the browser
 * itself, for with a route of Playwright's nothing that was loaded before is taken from its cache.
 */
async function withoutBackground(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setBlockedURLs', { urls: ['*/api/map/tiles/grijs/*'] });
}

async function putBack(page: Page): Promise<void> {
  const context = page.context();
  for (const other of context.pages()) if (other !== page) await other.close();
  for (const event of ['console', 'dialog', 'pageerror', 'request'] as const)
    page.removeAllListeners(event);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await context.setOffline(false);
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto(nothing);
  await page.evaluate(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
}
