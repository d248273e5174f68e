// One desk in several windows: what is chosen in one is chosen in all, a key works where its work is, and what is closed
// gives its room back.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../people/accessible.ts';
import { choose } from '../people/at-work.ts';
import { act } from '../people/colleague.ts';
import { pass } from '../people/page-clock.ts';
import { chooseMessage, hide, messagesIn, spyOnScreen, wakeLocksIn } from '../people/screen-spy.ts';
import { expect, press, test, type Desk } from '../story.ts';

/** The window that this key opens, live; nobody logged in at it. */
async function opened({ page }: Desk, key: string): Promise<Page> {
  const [other] = await Promise.all([
    page.context().waitForEvent('page'),
    page.keyboard.press(key),
  ]);
  await expect(other.getByRole('list', { name: 'Toestand van deze werkplek' })).toContainText(
    'Verbinding live',
    { timeout: 40_000 },
  );
  return other;
}

test('map and alarm stand in windows of their own, are one desk with the queue, and give their room back', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, card, map, queue, workspace } = anna;
  await press('231');
  await press('232');
  await expect(card('Joke van Dam')).toBeVisible();
  await expect(card('Marten Koopmans')).toBeVisible();
  await card('Joke van Dam').click();

  const mapWindow = await opened(anna, 'Alt+k');
  await expect(map).toHaveCount(0);
  await expect(mapWindow.getByRole('region')).toHaveCount(1);
  await expect(mapWindow).toHaveTitle('(2) SPOED – Kaart – Achterwacht');
  const alarmWindow = await opened(anna, 'Alt+a');
  await expect(workspace).toHaveCount(0);
  const alone = alarmWindow.getByRole('region', { name: 'Alarm', exact: true });
  await expect(alone).toContainText('Joke van Dam');

  await card('Marten Koopmans').click();
  await expect(alone).toContainText('Marten Koopmans');
  await mapWindow.getByRole('button', { name: /^Posities/ }).click();
  await mapWindow.getByRole('button', { name: /Joke van Dam/ }).click();
  await expect(alone).toContainText('Joke van Dam');
  await expect(card('Joke van Dam').locator('[aria-current="true"]')).toBeVisible();
  await expectAccessible(mapWindow, 'a map in a window of its own');

  // Taken at the queue, closed where the alarm is: the key goes to the window that has its work.
  await page.bringToFront();
  await page.keyboard.press('F2');
  await expect(card('Joke van Dam')).toContainText('U 00:');
  await expect(alone).toContainText('donkerblauwe jas');
  await page.keyboard.press('F9');
  await expect(alone.getByLabel('Loos – per ongeluk')).toBeVisible();
  await expectAccessible(alarmWindow, 'an alarm in a window of its own', '.workspace');
  await alarmWindow.keyboard.press('Escape');
  await mapWindow.keyboard.press('F9');
  await expect(alone.getByLabel('Loos – per ongeluk')).toBeVisible();
  // What is of the queue goes there.
  await alarmWindow.keyboard.press('Escape');
  await alarmWindow.keyboard.press('F3');
  await expect(page.getByRole('searchbox')).toBeFocused();

  await alarmWindow.close();
  await expect(workspace).toContainText('Joke van Dam');
  await page.bringToFront();
  await page.keyboard.press('Alt+k');
  await expect.poll(() => mapWindow.isClosed()).toBe(true);
  await expect(map).toBeVisible();
  // Closed for good, and not because everything is being closed.
  const kept = () =>
    page.evaluate(
      () => (localStorage.getItem('achterwacht.windows') ?? '').match(/"open":\[[^\]]*\]/)?.[0],
    );
  await expect.poll(kept).not.toContain('alarm');

  // What was open as the desk closed is offered the next time, for a browser opens nothing by itself.
  const again = await opened(anna, 'Alt+k');
  await page.goto('/healthz');
  await again.close();
  await page.goto('/console');
  const menu = page.getByRole('button', { name: 'Vensters', exact: true });
  await menu.click();
  const coming = page.context().waitForEvent('page');
  await page.getByRole('button', { name: /^Zet terug zoals de vorige keer: .*Kaart/ }).click();
  await expect((await coming).getByRole('region', { name: 'Kaart' })).toBeVisible();
  await expect(map).toHaveCount(0);

  // One line for one person: taken where the alarm is, the desk gives its own back.
  await choose(anna, 'Joke van Dam');
  await page.keyboard.press('F4');
  const stops = { name: /Stop meeluisteren/ };
  await expect(workspace.getByRole('button', stops)).toBeVisible();
  const cue = card('Joke van Dam').locator('.cue');
  await expect(cue).toHaveCount(1);
  const heard = await opened(anna, 'Alt+a');
  await heard.keyboard.press('F4');
  await expect(heard.getByRole('button', stops)).toBeVisible();
  await expect(cue).toHaveCount(0);

  // Loaded anew, the desk finds its windows by their names and brings the one to the front that has the work of a key.
  await page.reload();
  await expect(card('Joke van Dam')).toBeVisible();
  await expect(workspace).toHaveCount(0);
  await heard.evaluate(() => {
    window.focus = () => (document.title = 'to the front');
  });
  const count = page.context().pages().length;
  await page.keyboard.press('F9');
  await expect(heard.getByRole('form', { name: /afhandelen/ })).toBeVisible();
  expect(await heard.title()).toBe('to the front');
  expect(page.context().pages()).toHaveLength(count);
  await heard.keyboard.press('Escape');
  await expect(queue).toHaveCSS('max-width', '768px');
  await page.keyboard.press('Alt+a');
  await expect(workspace).toBeVisible();

  // A browser that lets none open is said, and the desk stays whole.
  await page.evaluate(() => void (window.open = () => null));
  await page.keyboard.press('Alt+a');
  await expect(page.getByRole('contentinfo')).toContainText('liet het venster Alarm niet toe');
  await expect(workspace).toBeVisible();
});

/** What the tab shows. */
const iconOf = (page: Page) => page.locator('link[rel="icon"]').getAttribute('href');

test('whoever sees none of his windows is called by one message without a name, and his screen stays on', async ({
  desk,
  people,
}) => {
  const anna = await desk('Anna de Wit', {
    prepare: (page) => page.context().addInitScript(spyOnScreen),
  });
  const { page, card, workspace } = anna;
  expect(await wakeLocksIn(page)).toBe(1);
  await page.getByRole('button', { name: 'Vensters', exact: true }).click();
  await expect(page.getByText('Het scherm blijft aan')).toBeVisible();
  await page.getByRole('button', { name: 'Schermbericht aanzetten' }).click();
  await expect(page.getByText('Schermbericht bij SPOED en HOOG: aan')).toBeVisible();
  await expectAccessible(page, 'the menu of the windows', '.windows-menu');
  await page.keyboard.press('Escape');

  const mapWindow = await opened(anna, 'Alt+k');
  await hide(page);
  // One that is seen is enough.
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  expect(await messagesIn(page)).toEqual([]);
  expect(await iconOf(page)).toBe('/icon-urgent.svg');
  await hide(mapWindow);
  await press('232');
  const all = async () => [...(await messagesIn(page)), ...(await messagesIn(mapWindow))];
  await expect.poll(all).toEqual([expect.stringMatching(/^SPOED – \p{Lu}\p{L}+$/u)]);
  // Shown by the one that sounds, whichever that is.
  for (const window of [page, mapWindow]) await chooseMessage(window);
  await expect(workspace).toContainText('Marten Koopmans');
  await expect.poll(all).toEqual([]);

  // Taken by anybody, it goes.
  await press('233');
  await expect.poll(all).toHaveLength(1);
  for (const holder of ['Joke van Dam', 'Marten Koopmans', 'Samira Bouzid'])
    await act(people, 'Bram Jansen', { type: 'Claim' }, holder);
  await expect.poll(all).toEqual([]);
  await expect.poll(() => iconOf(page)).toBe('/icon.svg');
  await hide(page, false);
  await expect.poll(() => wakeLocksIn(page)).toBe(2);
});

test('a newer version is said, loads by itself once nothing is open and nothing is typed, and once only', async ({
  desk,
  people,
}) => {
  let isNewer = false;
  const { page, card } = await desk('Anna de Wit', {
    prepare: (window) =>
      window.route('**/_app/version.json', (route) =>
        isNewer ? route.fulfill({ json: { version: 'newer' } }) : route.continue(),
      ),
  });
  const foot = page.getByRole('contentinfo');
  /** Still the page that it was. */
  const mark = () => page.evaluate(() => void Object.assign(window, { isMarked: true }));
  const isMarked = () => page.evaluate(() => 'isMarked' in window);
  const later = (milliseconds: number) =>
    page.evaluate(
      (by) => (window as unknown as { moveSteadyClock: (by: number) => void }).moveSteadyClock(by),
      milliseconds,
    );
  await mark();
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  isNewer = true;
  await pass(page, 61_000);
  await expect(foot).toContainText('Nieuwe versie – wordt geladen als er geen alarm open is');
  await pass(page, 45 * 60_000);
  await expect(foot).toContainText(/wacht al 45\smin/);

  // Nobody’s any more, but something is typed.
  await page.keyboard.press('F3');
  await page.keyboard.type('kw');
  await act(people, 'Bram Jansen', { type: 'Claim' });
  await pass(page, 30_000);
  await pass(page, 30_000);
  expect(await isMarked()).toBe(true);

  await page.keyboard.press('Escape');
  await expect(page.getByRole('searchbox')).toHaveValue('');
  const loaded = page.waitForEvent('load');
  await expect(page.getByText('VERBINDING VERBROKEN')).toHaveCount(0);
  await later(30_000);
  await loaded;

  // The same comes back: from now on a person loads it.
  await expect(foot).toContainText('geladen, en het is nog de oude', { timeout: 40_000 });
  await mark();
  await pass(page, 30_000);
  await pass(page, 30_000);
  expect(await isMarked()).toBe(true);
  const again = page.waitForEvent('load');
  await foot.getByRole('button', { name: 'Nu verversen' }).click();
  await again;
});
