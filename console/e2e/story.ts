// What the stories share: people who log in, buttons that press, and a clean board before each.
import {
  expect,
  test as base,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from '@playwright/test';
import type { Sound } from '../../load-tests/src/button/sound/sound.ts';
import type { Timings } from '@achterwacht/shared/alarm/plan/state.ts';
import { Microphone, press, speech } from './buttons.ts';
import { shorten } from './product/centre-times.ts';
import { openControlRoom } from './product/control-room.ts';
import { logIn, origin, People, type Person } from './people/people.ts';
import { product, startProduct } from './product/product.ts';

export type Desk = {
  page: Page;
  queue: Locator;
  workspace: Locator;
  map: Locator;
  card: (text: string | RegExp) => Locator;
};

type SpecialDesk = {
  options?: BrowserContextOptions;
  /** In the window, before anything is in it. */
  prepare?: (page: Page) => Promise<unknown>;
  /** False: nobody has touched the page yet, so a browser may refuse to sound. */
  isTouched?: boolean;
};

type Fixtures = {
  cleanBoard: undefined;
  /** A desk with somebody logged in at it, live and loaded; a special one in a window of its own. */
  desk: (person: Person, special?: SpecialDesk) => Promise<Desk>;
  /** Presses a button whose microphone hears this, speech if nothing is said; it hangs up when the story is over. */
  speak: (serial: string, sound?: Sound | null, way?: 'whip' | 'rtp') => Promise<Microphone>;
  /** Sets the centre's times for presses of this story; gives those it has by itself. */
  times: (shorter: Partial<Timings>) => Promise<Timings>;
  /** The system of the control room of Limburg, which listens for as long as the story lasts. */
  controlRoom: Awaited<ReturnType<typeof openControlRoom>>;
  /** Those who work in these stories, and their windows. */
  people: People;
  /** The same person, in one more window of the same browser. */
  secondWindow: (desk: Desk, special?: Pick<SpecialDesk, 'isTouched'>) => Promise<Desk>;
};

type WorkerFixtures = {
  ownProduct: undefined;
  everybody: People;
};

export const test = base.extend<Fixtures, WorkerFixtures>({
  ownProduct: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      await startProduct();
      await use(undefined);
      await product().stop();
    },
    { scope: 'worker', auto: true, timeout: 300_000 },
  ],
  everybody: [
    async ({ browser, playwright }, use) => {
      const people = new People(browser, playwright.request);
      await use(people);
      await people.close();
    },
    { scope: 'worker' },
  ],
  people: async ({ everybody }, use) => {
    await use(everybody);
    await everybody.leave();
  },
  // The address is known only once the product runs, so it is no plain option.
  // eslint-disable-next-line no-empty-pattern
  baseURL: async ({}, use) => use(origin()),
  cleanBoard: [
    async ({ people }, use) => {
      await clearBoard(people);
      await use(undefined);
    },
    { auto: true },
  ],
  desk: async ({ people }, use) => {
    // Errors and refused content, which no story may leave behind.
    const complaints: string[] = [];
    await use(async (person, special) => {
      const page = special
        ? await people.specialWindow(person, special.options)
        : await people.window(person);
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (/Content Security Policy|Uncaught/.test(message.text()))
          complaints.push(message.text());
      });
      await special?.prepare?.(page);
      return atDesk(page, special);
    });
    expect(complaints).toEqual([]);
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
    await use(async (desk, special) => {
      const page = await desk.page.context().newPage();
      return atDesk(page, special);
    });
  },
});
export { expect, logIn, origin, press };

async function atDesk(page: Page, { isTouched = true }: SpecialDesk = {}): Promise<Desk> {
  await page.goto('/console');
  await expect(page.getByRole('list', { name: 'Toestand van deze werkplek' })).toContainText(
    'Verbinding live',
    { timeout: 40_000 },
  );
  // A click anywhere is what a browser wants before it lets a page sound.
  if (isTouched)
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
  };
}

type OpenAlarm = { id: string; closed: unknown; kind: string; mode: string };

/** Later than any version there is. */
const whateverHappened = 1_000_000_000;
const summary = 'Opruimen na een verhaal';

/** Closes whatever is open, as a supervisor may with a reason, so that stories do not see each other's alarms. */
async function clearBoard(people: People): Promise<void> {
  const dirk = await people.asks('Dirk Mulder');
  const { alarms } = (await (await dirk.get('/api/board')).json()) as { alarms: OpenAlarm[] };
  for (const alarm of alarms.filter((candidate) => !candidate.closed)) {
    const send = async (data: object) =>
      dirk.post(`/api/alarms/${alarm.id}/commands`, {
        data: { commandId: crypto.randomUUID(), expectedVersion: whateverHappened, ...data },
      });
    const isDuress = alarm.kind === 'duress' && alarm.mode === 'real';
    const outcome = isDuress ? 'unknown' : alarm.mode === 'real' ? 'false-technical' : 'test';
    // Who had it may have left: then it falls free between one question and the next.
    await expect(async () => {
      const claimed = await send({ type: 'Claim' });
      if (!claimed.ok()) await send({ type: 'TakeOver', reason: summary });
      // Where they have it: as long as they are busy it is followed on the map, also when it is closed.
      const statedAt = new Date().toISOString();
      const done = { status: 'closed', statedAt, operator: summary, reference: null };
      await send({ type: 'ReportPoliceStatus', ...done });
      const closed = await send({ type: 'Close', outcome, needless: false, summary });
      expect(closed.ok(), await closed.text()).toBe(true);
    }).toPass({ timeout: 60_000 });
  }
}

export const sounds = (page: Page) =>
  page.evaluate(
    () => (window as unknown as { sounds: { at: number; frequency: number }[] }).sounds,
  );
