// What the stories share: people who log in, buttons that press, and a clean board before each.
import {
  expect,
  test as base,
  type APIRequest,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
  type Locator,
} from '@playwright/test';
import type { Sound } from '../../load-tests/src/button/sound/sound-file.ts';
import type { Timings } from '@achterwacht/shared/alarm/state.ts';
import { Microphone, press, speech } from './buttons.ts';
import { shorten } from './centre-settings.ts';
import { openControlRoom } from './control-room.ts';
import { product } from './product.ts';
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
  return accounts.find((account) => account.name === person)!;
}

/** Sessions are kept between stories: logging in is a story of its own and has a rate limit. */
type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;
const jar = new Map<Person, Cookies>();

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

/** A page of somebody who is logged in, still empty or where his role begins. */
export async function comeIn(context: BrowserContext, person: Person): Promise<Page> {
  const known = jar.get(person);
  if (known) await context.addCookies(known);
  const page = await context.newPage();
  if (!known) {
    await logIn(page, person);
    jar.set(person, await context.cookies());
  }
  return page;
}

export type Desk = {
  page: Page;
  queue: Locator;
  workspace: Locator;
  map: Locator;
  card: (text: string | RegExp) => Locator;
  /** Console errors and refused content, which no story may leave behind. */
  complaints: string[];
};

type Fixtures = {
  cleanBoard: undefined;
  /** A desk with somebody logged in at it, live and loaded. */
  desk: (person: Person, options?: BrowserContextOptions) => Promise<Desk>;
  /** Presses a button whose microphone hears this, speech if nothing is said; it hangs up when the story is over. */
  speak: (serial: string, sound?: Sound | null, way?: 'whip' | 'rtp') => Promise<Microphone>;
  /** Sets the centre's times for presses of this story; gives those it has by itself. */
  times: (shorter: Partial<Timings>) => Promise<Timings>;
  /** The system of the control room of Limburg, which listens for as long as the story lasts. */
  controlRoom: Awaited<ReturnType<typeof openControlRoom>>;
  /** The same person, in one more window of the same browser. */
  secondWindow: (desk: Desk) => Promise<Desk>;
};

export const test = base.extend<Fixtures>({
  // The address is known only once the product runs, so it is no plain option.
  // eslint-disable-next-line no-empty-pattern
  baseURL: async ({}, use) => use(origin()),
  cleanBoard: [
    async ({ browser, playwright }, use) => {
      await clearBoard(browser, playwright.request);
      await use(undefined);
    },
    { auto: true },
  ],
  desk: async ({ browser, contextOptions }, use) => {
    const open: Desk[] = [];
    await use(async (person, options = {}) => {
      const desk = await openDesk(browser, person, { ...contextOptions, ...options });
      open.push(desk);
      return desk;
    });
    for (const desk of open) await desk.page.context().close();
  },
  // eslint-disable-next-line no-empty-pattern
  speak: async ({}, use) => {
    const open: Microphone[] = [];
    await use(async (serial, sound = speech, way = 'whip') => {
      const [microphone] = await Promise.all([
        Microphone.of(serial, way, sound?.codec ?? 'opus'),
        press(serial),
      ]);
      open.push(microphone);
      microphone.hears(sound);
      return microphone;
    });
    for (const microphone of open) await microphone.hangUp();
  },
  // eslint-disable-next-line no-empty-pattern
  times: async ({}, use) => {
    const back: (() => Promise<void>)[] = [];
    await use(async (shorter) => {
      const { before, restore } = await shorten(shorter);
      back.push(restore);
      return before;
    });
    for (const restore of back.reverse()) await restore();
  },
  // eslint-disable-next-line no-empty-pattern
  controlRoom: async ({}, use) => {
    const room = await openControlRoom();
    await use(room);
    await room.close();
  },
  // eslint-disable-next-line no-empty-pattern
  secondWindow: async ({}, use) => {
    await use(async (desk) => {
      const page = await desk.page.context().newPage();
      return atDesk(page);
    });
  },
});
export { expect, press };

async function openDesk(
  browser: Browser,
  person: Person,
  options: BrowserContextOptions,
): Promise<Desk> {
  const context = await browser.newContext({ ...options, baseURL: origin() });
  await context.addInitScript(spyOnSound);
  return atDesk(await comeIn(context, person));
}

async function atDesk(page: Page): Promise<Desk> {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Uncaught/.test(message.text())) complaints.push(message.text());
  });
  await page.goto('/console');
  await expect(page.getByRole('list', { name: 'Toestand van deze werkplek' })).toContainText(
    'Verbinding live',
    { timeout: 40_000 },
  );
  // A click anywhere is what a browser wants before it lets a page sound.
  await page
    .getByRole('banner')
    .first()
    .click({ position: { x: 5, y: 5 } });
  const queue = page.getByRole('region', { name: 'Wachtrij' });
  return {
    page,
    queue,
    workspace: page.getByRole('region', { name: 'Alarm', exact: true }),
    map: page.getByRole('region', { name: 'Kaart', exact: true }),
    card: (text) => queue.getByRole('listitem').filter({ hasText: text }),
    complaints,
  };
}

type OpenAlarm = { id: string; closed: unknown; kind: string; mode: string };

/** Later than any version there is. */
const whateverHappened = 1_000_000_000;
const summary = 'Opruimen na een verhaal';

/** Closes whatever is open, as a supervisor may with a reason, so that stories do not see each other's alarms. */
async function clearBoard(browser: Browser, requests: APIRequest): Promise<void> {
  const person: Person = 'Dirk Mulder';
  if (!jar.has(person)) {
    const context = await browser.newContext({ baseURL: origin() });
    await comeIn(context, person);
    await context.close();
  }
  const storageState = { cookies: jar.get(person)!, origins: [] }; // just put in
  const request = await requests.newContext({ baseURL: origin(), storageState });
  const { alarms } = (await (await request.get('/api/board')).json()) as { alarms: OpenAlarm[] };
  for (const alarm of alarms.filter((candidate) => !candidate.closed)) {
    const send = async (data: object) =>
      request.post(`/api/alarms/${alarm.id}/commands`, {
        data: { commandId: crypto.randomUUID(), expectedVersion: whateverHappened, ...data },
        headers: { origin: origin() },
      });
    const isDuress = alarm.kind === 'duress' && alarm.mode === 'real';
    const outcome = isDuress ? 'unknown' : alarm.mode === 'real' ? 'false-technical' : 'test';
    // Who had it may have left: then it falls free between one question and the next.
    await expect(async () => {
      const claimed = await send({ type: 'Claim' });
      if (!claimed.ok()) await send({ type: 'TakeOver', reason: summary });
      const closed = await send({ type: 'Close', outcome, needless: false, summary });
      expect(closed.ok(), await closed.text()).toBe(true);
    }).toPass({ timeout: 10_000 });
  }
  await request.dispose();
}

export const sounds = (page: Page) =>
  page.evaluate(
    () => (window as unknown as { sounds: { at: number; frequency: number }[] }).sounds,
  );
